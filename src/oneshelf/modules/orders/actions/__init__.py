"""Verbs of the order book, one a file."""
