"""Verbs of checkout, one a file."""
