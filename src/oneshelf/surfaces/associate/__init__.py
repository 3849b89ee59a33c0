"""The associate's phone: what a place has to pick, hand over and send, and what lies on its shelves.

Every page works without script. With it, the queue hears of new orders by the live stream (topic `place:<id>`) and
asks again every half a minute, a scanner works from anywhere on a page, and picks change their line only.
Permissions are asked at the place: `fulfilment.*` for the work, `inventory.*` for the shelves.
"""
