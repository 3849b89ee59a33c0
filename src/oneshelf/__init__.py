"""Oneshelf: one catalogue, one stock pool, one order book behind every channel."""
