"""What a shopkeeper talks about, in a ladder: a module imports only the faces of lower rungs."""
