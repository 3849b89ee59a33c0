"""From basket to order: quote, delivery or collection, payment, and the one transaction that places it."""
