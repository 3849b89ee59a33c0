"""The verbs of amendments, one a file."""
