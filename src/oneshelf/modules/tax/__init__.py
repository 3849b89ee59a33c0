"""Rates of tax, and how much of an amount is tax."""
