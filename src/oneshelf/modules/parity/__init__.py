"""Parity: whether every channel shows the same."""
