"""The verbs of counts, one a file."""
