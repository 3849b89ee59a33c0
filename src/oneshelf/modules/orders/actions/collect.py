"""Handing goods over and taking their money: both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.money import Money
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentId, ConsignmentState
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.errors import DueChanged
from oneshelf.modules.orders.queries import get_order, lock_order
from oneshelf.modules.orders.types import Order, OrderId, Terms
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentId


@dataclass(frozen=True, slots=True)
class HeldMoney:
    """Money that a bank holds for `payable`: an order claims it for exactly this amount, and what the hash is of."""

    payment: PaymentId
    payable: UUID
    amount: Money
    bound_hash: str


def due_for(order: Order, consignment: Consignment) -> Money:
    """Return what is to be paid for a consignment when it is handed over; nothing where the order is paid otherwise."""
    if order.terms is not Terms.AT_COLLECTION:
        return Money.zero(order.summary.currency)
    id = order.summary.id
    sent = fulfilment.consignments_of([id])[id]
    gone = [each for each in sent if each.state is ConsignmentState.COLLECTED and each.id != consignment.id]
    return rules.still_to_pay(order, [*gone, consignment], payments.payments_of([id])[id])


def due_at_collection(order: Order) -> Money:
    """Return what is still to be paid for all of an order when it is collected; nothing where it is paid otherwise."""
    id = order.summary.id
    if order.terms is not Terms.AT_COLLECTION or not order.is_under_way:
        return Money.zero(order.summary.currency)
    return rules.still_to_pay(order, fulfilment.consignments_of([id])[id], payments.payments_of([id])[id])


@retried
def collect_and_pay(
    consignment: ConsignmentId,
    token: str,
    *,
    tenders: Sequence[payments.Tender] = (),
    held: HeldMoney | None = None,
    actor: Actor,
) -> Money:
    """Hand a consignment over for `tenders` that were taken and the money that is `held`; return what that comes to.

    Goods and money are one transaction, the caller's if one is open; the order is locked first, so that two counters
    take turns. `token` is the text of the QR code that proves whose goods they are. Raises DueChanged unless the money
    is exactly what is due, and the refusals of `payments.claim` and of `fulfilment.hand_over_against_payment`.
    """
    order_id = OrderId(fulfilment.get_consignment(consignment).order)
    lock_order(order_id)
    order, at = get_order(order_id), clock.now()
    currency = order.summary.currency
    given = Money(sum(each.amount for each in tenders), currency) + (held.amount if held else Money.zero(currency))
    due = due_for(order, fulfilment.get_consignment(consignment))  # what waits to be collected is not picked any more
    if given != due:
        raise DueChanged(given=given, due=due)
    if tenders:
        payments.record(
            tenders, market=order.summary.market, payable=consignment, order=order_id, currency=currency, at=at
        )
    if held:
        payments.claim(
            held.payment, payable=held.payable, order=order_id, amount=held.amount, bound_hash=held.bound_hash
        )
    fulfilment.hand_over_against_payment(consignment, token, actor=actor)  # last: the rows of stock are the busiest
    return due
