"""What can be done with staff: one verb a file."""
