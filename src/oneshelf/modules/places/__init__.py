"""Where goods are and people come: stores, warehouses, and the virtual places that close the books of stock."""
