"""`oneshelf outbox`: events that nobody could take."""
