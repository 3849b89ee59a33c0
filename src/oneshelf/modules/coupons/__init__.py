"""Coupons: codes that let promotions work, and how often they may."""
