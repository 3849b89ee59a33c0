"""`oneshelf story`: a day in the shop, played through the doors that everybody uses, each step checked."""
