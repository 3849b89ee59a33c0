"""What can be done with tax: one verb a file."""
