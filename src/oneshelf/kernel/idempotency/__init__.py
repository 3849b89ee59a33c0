"""One answer a request, however often it is sent."""
