"""Markets (country or brand) and the channels through which each sells, as data."""
