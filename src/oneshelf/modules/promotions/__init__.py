"""Promotions: what costs less, for whom, and when."""
