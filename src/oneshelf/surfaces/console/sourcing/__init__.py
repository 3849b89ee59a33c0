"""Policies of sourcing at the command line."""
