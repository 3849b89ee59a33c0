"""Programs that may act in the house, each known by a key of its own."""
