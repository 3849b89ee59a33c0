"""Verbs of sourcing, one a file."""
