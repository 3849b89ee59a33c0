"""Counts: what lies on the shelves, counted by people, and what is missing."""
