"""The verbs of payments, one a file."""
