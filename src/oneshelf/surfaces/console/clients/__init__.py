"""Keys of programs, from the command line."""
