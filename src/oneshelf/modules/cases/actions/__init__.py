"""The verbs of cases, one a file."""
