"""The double-entry ledger of money, stored value and points."""
