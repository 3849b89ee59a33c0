"""What can be done with markets: one verb a file."""
