"""`oneshelf audit`: proves the books, and names every row that does not agree with them."""
