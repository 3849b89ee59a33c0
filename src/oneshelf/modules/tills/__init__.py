"""Tills: the devices at which a store sells, and the receipts that they print."""
