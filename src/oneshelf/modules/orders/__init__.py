"""The order book: every purchase of every channel, in one place."""
