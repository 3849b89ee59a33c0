"""Verbs of carts, one a file."""
