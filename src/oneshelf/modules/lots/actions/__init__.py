"""Verbs of lots, one a file."""
