"""Giving money back for an order, with or without its goods coming back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import derived_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.actions.take_goods_back import take_goods_back, units_received
from oneshelf.modules.orders.queries import amendments_of, get_order, returns_of
from oneshelf.modules.orders.types import Order, OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId


def refund_order(
    order: OrderId,
    amount: Money,
    *,
    cause: UUID,
    actor: Actor,
    goods: Mapping[int, int] | None = None,
    to_place: PlaceId | None = None,
    serials: Mapping[int, Sequence[str]] | None = None,
) -> list[payments.Refund]:
    """Give `amount` of an order back to its original tenders, in the order in which they were taken.

    `goods` says what came back, line -> smallest sale units, and is put on hand at `to_place`; `serials`, line ->
    numbers, which units those are, where the shopper has some whose numbers are known. Goods may be worth nothing: what
    is kept costs as much without them as was paid (`value_back`). `cause`, a UUIDv7, names the refund: repeating it
    pays once and moves once, and resumes what a crash left undone. The order's own sum follows from the facts of its
    payments.
    Runs in transactions of its own. Raises UnknownOrder, OrderRefundTooLarge, GoodsNotOfOrder, ReturnTooLarge,
    UnitNotOfOrder, UnitsNotNamed, MovedAlready (other goods came back for `cause`), and the refusals of
    `payments.refund`.
    """
    found = get_order(order)
    earlier = {payment: Money(each.amount, amount.currency) for payment, each in _asked(order, cause).items()}
    is_known = bool(earlier)
    if amount or not goods:
        shares = earlier | _further_shares(order, amount, earlier)
    else:  # what breaks a promotion may be worth nothing, and comes back all the same
        shares, is_known = earlier, any(each.cause == cause for each in returns_of(order))
    if goods:
        assert to_place is not None, "goods that come back need a place"
        take_goods_back(found, goods, to_place, cause=cause, serials=serials or {})
    details: dict[str, trail.Detail] = {"amount": amount.minor, "currency": amount.currency, "cause": cause}
    if not is_known:
        trail.record("orders.refund", trail.Subject("order", order), actor=actor, place=to_place, details=details)
    return [payments.refund(payment, share, cause, actor=actor) for payment, share in shares.items()]


def refund_undelivered(order: OrderId, *, actor: Actor) -> list[payments.Refund]:
    """Give back what was paid for units that were not found or never left, once; return the refunds.

    What changes of the order gave back before counts, and so does what they added instead. Where staff have given back
    so much before that less is left of what was paid, it is all that is left. An order without consignments was taken
    at once, all of it; of one that is paid later only what came is ever paid, or invoiced. Transactions and refusals
    as for `refund_order`.
    """
    found = get_order(order)
    if found.terms:
        return []
    missing = rules.value_of_missing(found.lines, units_received(found)) or Money.zero(found.summary.currency)
    amendments = amendments_of(order)
    given_back = sum(_given_back(order, each.id).minor for each in amendments)
    owed = rules.still_owed(missing.minor, found.waived.minor, amendments, given_back)
    return _give(found, owed, derived_id("undelivered goods", str(order), found.summary.placed_at), actor)


def refund_amendment(order: OrderId, amendment: UUID, *, actor: Actor) -> list[payments.Refund]:
    """Give back what a change of an order saved its shopper, as far as it was taken already, once.

    What is only held by a bank goes back when the goods have left, and so does what an order's end was faster with:
    from then on `refund_undelivered` gives it. Transactions and refusals as for `refund_order`.
    """
    (made,) = (each for each in amendments_of(order) if each.id == amendment)
    found = get_order(order)
    return [] if found.has_ended else _give(found, made.back, amendment, actor)


def _give(order: Order, owed: int, cause: UUID, actor: Actor) -> list[payments.Refund]:
    """Give back what is owed because of `cause`, at most what is left."""
    id, currency = order.summary.id, order.summary.currency
    if owed <= 0:
        return []
    left = sum((payment.refundable for payment in payments.payments_of([id])[id]), Money.zero(currency))
    amount = min(Money(owed, currency), left + _given_back(id, cause))
    return refund_order(id, amount, cause=cause, actor=actor) if amount else []


def _given_back(order: OrderId, cause: UUID) -> Money:
    """What was asked to be given back because of `cause`; what a bank would not take is free to be refunded already."""
    asked = [each for each in _asked(order, cause).values() if each.state is not payments.RefundState.FAILED]
    return Money(sum(each.amount for each in asked), get_order(order).summary.currency)


def _asked(order: OrderId, cause: UUID) -> dict[payments.PaymentId, payments.Refund]:
    """What each tender has been asked to give because of `cause` before."""
    tenders = payments.payments_of([order])[order]
    return {
        payment: refund
        for payment, refunds in payments.refunds_of([tender.id for tender in tenders]).items()
        for refund in refunds
        if refund.cause == cause
    }


def _further_shares(
    order: OrderId, amount: Money, earlier: Mapping[payments.PaymentId, Money]
) -> dict[payments.PaymentId, Money]:
    """What the other tenders give, so that all of them together give `amount`."""
    left = amount - sum(earlier.values(), Money.zero(amount.currency))
    if earlier and left.minor <= 0:
        return {}
    tenders = payments.payments_of([order])[order]
    return rules.refund_shares(left, {each.id: each.refundable for each in tenders if each.id not in earlier})
