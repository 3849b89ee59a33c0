"""What is added to an order, as it is and at what it costs now; and what of its money can still go back."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.errors import NotOffered, TooMuchToPayLater
from oneshelf.modules.amendments.types import Bill, Part, Wish
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import NewLine, Order
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.pricing import public as pricing

_HELD = (PaymentState.PENDING, PaymentState.AUTHORISED)


def priced(order: Order, wish: Wish) -> tuple[NewLine, ...]:
    """What is added, as it is and at what it costs now."""
    if not wish.add:
        return ()
    variants = list(dict.fromkeys(each.variant for each in wish.add))
    known = catalogue.snapshots(variants)
    for variant in variants:
        if variant not in known or not known[variant].sellable:
            raise NotOffered(variant=known[variant].sku if variant in known else str(variant))
    prices = pricing.prices(order.summary.market, variants, clock.now(), rules.buyer_of(order))
    found = []
    for each in wish.add:
        line = [pricing.BasketLine(each.variant, each.quantity)]
        (costs,) = pricing.price_basket(line, prices, order.summary.currency).lines
        what = known[each.variant]
        found.append(
            NewLine(
                what.variant,
                what.sku,
                what.title,
                what.gtin,
                what.picture,
                what.unit,
                each.quantity,
                costs.unit_price,
                costs.amount,
                what.tax_class,
            )
        )
    return tuple(found)


def parts_of_added(added: Sequence[NewLine], order: Order) -> tuple[Part, ...]:
    known = catalogue.snapshots([line.variant for line in added])
    first = orders.first_new_line(order)
    return tuple(
        Part(number, line.variant, line.sku, line.title, line.quantity, known[line.variant].parts)
        for number, line in enumerate(added, start=first)
    )


def check_later(order: Order, wish: Wish, bill: Bill) -> None:
    """Raise TooMuchToPayLater when an order that is paid at collection would cost more than its store lets be paid so.

    One that goes to another store must be little enough for that one; any other may always become less.
    """
    if order.terms is not orders.Terms.AT_COLLECTION or (bill.will <= bill.was and not wish.store):
        return
    store = wish.store or order.summary.place
    assert store is not None, "what is collected is collected somewhere"
    terms = payments.collection_terms(order.summary.market, [store]).get(store)
    if terms is None or (terms.most is not None and terms.most < bill.will.minor):
        raise TooMuchToPayLater(total=bill.will)


def left_of_paid(order: Order) -> Money:
    """What can still be given back, or let go, of what was paid or is held, but for what earlier changes owe."""
    nothing = Money.zero(order.summary.currency)
    paid = payments.payments_of([order.summary.id])[order.summary.id]
    left = sum((each.total if each.state in _HELD else each.refundable for each in paid), nothing)
    earlier = {each.id: each.back for each in orders.amendments_of(order.summary.id)}
    given = [
        refund.amount
        for refunds in payments.refunds_of([each.id for each in paid]).values()
        for refund in refunds
        if refund.cause in earlier and refund.state is not payments.RefundState.FAILED
    ]
    return max(nothing, left - Money(max(0, sum(earlier.values()) - sum(given)), nothing.currency))
