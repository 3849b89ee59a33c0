"""Verbs of tills, one a file."""
