"""`oneshelf webhooks`: addresses that get events, their log, and sending again."""
