"""Rates of tax, from the command line."""
