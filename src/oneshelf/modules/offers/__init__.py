"""Cross-channel offers: what is done in one channel earns a coupon for another."""
