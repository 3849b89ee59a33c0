"""Assembles the house: settings, addresses, middleware, command line and processes."""
