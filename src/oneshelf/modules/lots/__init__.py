"""What the units at a place are made of: bins, lots, serial numbers and conditions."""
