"""The back office: what needs me now, the numbers, and the order book, stock and prices behind them."""
