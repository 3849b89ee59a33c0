"""`oneshelf load`: brings data of others into Oneshelf, through the bulk-load faces of the modules."""
