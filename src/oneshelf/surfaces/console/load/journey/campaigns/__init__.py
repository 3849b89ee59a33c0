"""The source's 27 campaigns: who got which coupons, what these are worth, and where they were handed in.

The source names households, coupons and products, and no value anywhere. What a coupon is worth is inferred, and
marked as inferred wherever it is shown.
"""
