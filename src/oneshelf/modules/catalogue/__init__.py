"""What is sold: categories, products, variants, barcodes and pictures, and the search that finds them."""
