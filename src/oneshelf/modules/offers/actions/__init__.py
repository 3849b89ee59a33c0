"""The verbs of offers, one a file."""
