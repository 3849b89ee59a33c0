"""Supply: what suppliers bring and what goes from place to place."""
