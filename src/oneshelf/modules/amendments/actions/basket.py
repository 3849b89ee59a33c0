"""The basket that is added to an order, as the kernel prices it, with what promotions may ask about its buyer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from oneshelf.kernel import clock
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Book
from oneshelf.modules.tax import public as tax

_NOTHING_LEFT = compiled.Left(uses=0)


def book_of(order: Order, at: datetime) -> Book:
    """Return the promotions by which something is priced that is added to an order at an instant."""
    return promotions.book_at(order.summary.market, at)


def _facts_of(order: Order, book: Book, at: datetime) -> compiled.Facts:
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


def basket_of(
    order: Order, listed: Sequence[pricing.PricedLine], known: Mapping[VariantId, VariantSnapshot], book: Book
) -> compiled.Basket:
    """Return what is added as the kernel prices it: taxed as the order was, if it told of taxes, and rounded so.

    Its lines have the numbers that they get in the order, and are articles of their own, so that none becomes another.
    """
    taxes, classes = compiled.UNTAXED, {known[line.variant].tax_class for line in listed}
    if order.tax_told:
        taxes = tax.taxes(orders.tax_request(order, classes))
    tags = catalogue.tags([line.variant for line in listed]) if book.rules.entries else {}
    lines = tuple(
        compiled.Line(
            key=str(number),
            article=str(number),
            quantity=line.quantity,
            price=line.unit_price.minor,
            per=line.unit_price.per,
            scale=known[line.variant].unit.scale,
            tags=tags.get(line.variant, ()),
            tax_class=known[line.variant].tax_class,
        )
        for number, line in enumerate(listed, start=orders.first_new_line(order))
    )
    facts = _facts_of(order, book, clock.now())
    return compiled.Basket(order.summary.currency, lines, facts, taxes=taxes, rounding=order.rounding)
