"""The doors: signing in and out, for shoppers by allauth and for staff by a door of their own."""
