"""Changes of placed orders: what they do is shown first, and done as it was shown or not at all."""
