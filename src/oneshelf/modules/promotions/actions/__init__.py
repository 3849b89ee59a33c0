"""The verbs of promotions, one a file."""
