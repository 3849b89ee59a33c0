"""The web shop: browse, basket, checkout, stores and the shopper's account. Every page works without script.

What a request brings (market, my store, basket, customer) is a `Visit`; each page is a module of views and a folder of
templates. Refusals become pages or words at their field in `pages.py`.
"""
