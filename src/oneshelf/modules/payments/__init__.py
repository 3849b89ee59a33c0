"""Payments: what is asked of a tender, what it gave, what was given back; every cent of it in the ledger."""
