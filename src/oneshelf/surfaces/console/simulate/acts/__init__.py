"""What people do, each act a function that changes the shop and the books beside it alike."""
