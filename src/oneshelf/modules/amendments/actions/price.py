"""What is added to an order, as it is and at what it costs now; and what of its money can still go back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.actions.basket import basket_of, book_of
from oneshelf.modules.amendments.errors import NotOffered, TooMuchToPayLater
from oneshelf.modules.amendments.types import Bill, Part, Wish
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Adjustment, NewLine, Order
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Sealed
from oneshelf.modules.pricing.public import priced as priced_types

_HELD = (PaymentState.PENDING, PaymentState.AUTHORISED)


@dataclass(frozen=True, slots=True)
class Added:
    """Lines that are added: what they cost, what promotions took off them, and how that was worked out if they did."""

    lines: tuple[NewLine, ...] = ()
    savings: tuple[Adjustment, ...] = ()
    sealed: Sealed | None = None


def priced(order: Order, wish: Wish) -> Added:
    """What is added, as it is and at what it costs now by the promotions of now, taxed as the order was.

    It is a basket of its own: what was sold before keeps its price, and counts towards no promotion again.
    """
    if not wish.add:
        return Added()
    variants = list(dict.fromkeys(each.variant for each in wish.add))
    known = catalogue.snapshots(variants)
    for variant in variants:
        if variant not in known or not known[variant].sellable:
            raise NotOffered(variant=known[variant].sku if variant in known else str(variant))
    prices = pricing.prices(order.summary.market, variants, clock.now(), rules.buyer_of(order))
    basket = [pricing.BasketLine(each.variant, each.quantity) for each in wish.add]
    listed = [pricing.price_basket([each], prices, order.summary.currency).lines[0] for each in basket]
    book = book_of(order, clock.now())
    basket_told = basket_of(order, listed, known, book)
    told = pricing.price(basket_told, book.rules)
    answers = {line.keys[0]: line for line in told.lines}
    found, savings = [], list[Adjustment]()
    for line, costs in zip(basket_told.lines, listed, strict=True):
        answer = answers[line.key]
        savings += _savings(answer, order.summary.currency)
        what = known[costs.variant]
        added = answer.tax if order.tax_added else 0
        found.append(
            NewLine(
                what.variant,
                what.sku,
                what.title,
                what.gtin,
                what.picture,
                what.unit,
                costs.quantity,
                costs.unit_price,
                Money(answer.amount + added, order.summary.currency),
                what.tax_class,
                tax=answer.tax,
                relief=sum(off.minor for off in answer.off if not off.rule),
            )
        )
    sealed = pricing.sealed(basket_told, book.rules, told) if savings else None
    return Added(tuple(found), tuple(savings), sealed)


def _savings(answer: priced_types.Priced, currency: str) -> list[Adjustment]:
    """Return what promotions took off a line, as the order keeps it."""
    line = int(answer.keys[0])
    return [
        Adjustment(line, orders.PROMOTION, off.label, Money(-off.minor, currency), UUID(off.rule), off.version)
        for off in answer.off
        if off.rule
    ]


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
