"""Verbs of parity, one a file."""
