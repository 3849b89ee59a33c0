"""Ways in and out: pages for shoppers and staff, the API, the live stream and the console."""
