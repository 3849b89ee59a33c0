"""Webhooks: events sent, signed, to addresses of other programs (Standard Webhooks)."""
