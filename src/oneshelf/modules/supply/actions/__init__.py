"""The verbs of supply, one a file."""
