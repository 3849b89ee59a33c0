"""The verbs of fulfilment, one a file."""
