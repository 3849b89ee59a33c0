"""Fulfilment: goods on their way from a place to the shopper, over the counter, at the pick-up desk or by parcel."""
