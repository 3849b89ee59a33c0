"""Baskets that shoppers and staff fill, on any device and in any channel."""
