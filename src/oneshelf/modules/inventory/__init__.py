"""Stock: what lies where, who it is promised to, and the ledger that explains every unit."""
