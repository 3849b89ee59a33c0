"""What things cost, when, and what a basket of them comes to."""
