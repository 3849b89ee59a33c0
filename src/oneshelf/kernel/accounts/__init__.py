"""Who signs in: one account a person, for shoppers and staff alike."""
