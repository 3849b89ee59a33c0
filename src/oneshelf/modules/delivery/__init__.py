"""Delivery: what carriers offer in a market, what it costs, and on which day a parcel comes."""
