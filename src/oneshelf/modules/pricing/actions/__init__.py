"""Verbs of pricing, one a file."""
