"""Verbs of stock, one a file."""
