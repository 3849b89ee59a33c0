"""The built-in test gateway: a payment provider that moves no money, with a book of its own to compare ours with."""
