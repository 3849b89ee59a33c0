"""Sourcing: from where an order is best sent, what can be promised, and why."""
