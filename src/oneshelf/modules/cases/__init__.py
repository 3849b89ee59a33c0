"""What went wrong with an order and waits for a person."""
