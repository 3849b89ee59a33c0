"""What promotions may ask about whom something is sold to that is added to an order: what the order knows, now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Method, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Book

_NOTHING_LEFT = compiled.Left(uses=0)


def book_of(order: Order, at: datetime) -> Book:
    """Return the promotions by which something is priced that is added to an order at an instant."""
    return promotions.book_at(order.summary.market, at)


def facts_of(order: Order, book: Book, at: datetime) -> compiled.Facts:
    """Return what rules are told: its channel, its store, its customer and their groups of today.

    It is nobody's first order any more, no coupon is handed in with it, and of what is limited over all baskets nothing
    is left: a change that waits for its money would hold it from others for a day.
    """
    sold = order.summary
    store = places.get_place(sold.place) if sold.place and sold.method is not Method.SHIP else None
    zone = store.time_zone if store and sold.method is Method.TAKE_NOW else markets.get_market(sold.market).time_zone
    local = at.astimezone(ZoneInfo(zone))
    return compiled.Facts(
        at=int(at.timestamp()),
        weekday=local.weekday(),
        minute=local.hour * 60 + local.minute,
        channel=markets.get_channel(sold.channel).code,
        place=store.code if store else "",
        known=sold.customer is not None,
        segments=tuple(sorted(customers.group_codes_of(sold.customer))) if sold.customer and book.rules.entries else (),
        left=dict.fromkeys(sorted(book.limited), _NOTHING_LEFT),
    )
