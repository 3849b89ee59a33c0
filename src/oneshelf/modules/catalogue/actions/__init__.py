"""Verbs of the catalogue, one a file."""
