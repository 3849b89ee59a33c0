"""Giving money back for an order, with or without its goods coming back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import instant_of
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.events import OrderRefunded
from oneshelf.modules.orders.queries import get_order
from oneshelf.modules.orders.types import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True, slots=True)
class RefundedOrder:
    """An order after money was given back: the sum so far in minor units, and its new version."""

    market: MarketId
    number: str
    currency: str
    refunded: int
    version: int


_ADD_REFUND = sql.statement(__name__, "add_refund", row=RefundedOrder)


def refund_order(
    order: OrderId,
    amount: Money,
    *,
    cause: UUID,
    actor: Actor,
    goods: Mapping[int, int] | None = None,
    to_place: PlaceId | None = None,
) -> list[payments.Refund]:
    """Give `amount` of an order back to its original tenders, in the order in which they were taken.

    `goods` says what came back, line -> smallest sale units, and is put on hand at `to_place`. `cause`, a
    UUIDv7, names the refund: repeating it pays once and moves once. The order's own sum follows from the facts of
    its payments.
    Runs in transactions of its own. Raises UnknownOrder, OrderRefundTooLarge, GoodsNotOfOrder, and the refusals of
    `payments.refund`.
    """
    found = get_order(order)
    tenders = payments.payments_of([order])[order]
    known = payments.refunds_of([tender.id for tender in tenders])
    earlier = [refund for refunds in known.values() for refund in refunds if refund.cause == cause]
    if earlier:
        return earlier
    shares = rules.refund_shares(amount, {tender.id: tender.refundable for tender in tenders})
    if goods:
        assert to_place is not None, "goods that come back need a place"
        units = rules.returned_units(found.lines, goods)
        inventory.take_back(found.summary.market, to_place, units, cause=cause, at=instant_of(cause))
    details: dict[str, trail.Detail] = {"amount": amount.minor, "currency": amount.currency, "cause": cause}
    trail.record("orders.refund", trail.Subject("order", order), actor=actor, place=to_place, details=details)
    return [payments.refund(payment, share, cause, actor=actor) for payment, share in shares.items()]


@retried
def note_refund(order: OrderId, amount: Money) -> None:
    """Add what a payment gave back to the order's own sum. Called once for each of the payments' facts."""
    changed = _ADD_REFUND.one(order=order, amount=amount.minor)
    event = OrderRefunded(
        market=changed.market,
        number=changed.number,
        amount=amount,
        refunded=Money(changed.refunded, changed.currency),
    )
    outbox.emit([outbox.Draft(event, aggregate=order, sequence=changed.version)], at=clock.now())
