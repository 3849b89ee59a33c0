"""The verbs of companies, one a file."""
