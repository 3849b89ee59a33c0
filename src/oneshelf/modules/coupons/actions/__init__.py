"""The verbs of coupons, one a file."""
