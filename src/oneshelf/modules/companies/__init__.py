"""Companies: customers who order now and pay an invoice later."""
