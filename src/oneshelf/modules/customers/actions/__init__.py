"""What can be done with customers: one verb a file."""
