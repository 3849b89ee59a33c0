"""Facts, written in the transaction that made them true, and delivered to whoever wants to know."""
