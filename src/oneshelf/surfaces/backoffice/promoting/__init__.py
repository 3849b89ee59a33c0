"""Promotions in the back office: what they say in words, their editor with an example, and their calendar."""
