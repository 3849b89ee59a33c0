"""What the order book does when goods and money move."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.customers.public import CustomerErased, CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders.actions.cancel import cancel_order
from oneshelf.modules.orders.actions.change_state import complete, make_ready
from oneshelf.modules.orders.actions.forget_contacts import forget_contacts, forget_contacts_of_ended
from oneshelf.modules.orders.actions.refund import note_refund
from oneshelf.modules.orders.errors import NotCancellable
from oneshelf.modules.orders.events import OrderCancelled, OrderCompleted
from oneshelf.modules.orders.tasks import give_money_back, take_money
from oneshelf.modules.orders.types import OrderId
from oneshelf.modules.payments.public import PaymentRefunded

_WAITING = {ConsignmentState.READY, ConsignmentState.PACKED}
_GONE = {ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED}
_ENDED = {ConsignmentState.CANCELLED, ConsignmentState.EXPIRED}


def follow_consignments(records: Sequence[Record]) -> None:
    """An order is ready when all of its consignments are, and complete when all have left.

    Those that were given up (cancelled, never collected) do not count; an order of which nothing else is left is
    cancelled.
    """
    orders = list({OrderId(record.event.order): record.occurred_at for record in records}.items())  # type: ignore[attr-defined]
    consignments = fulfilment.consignments_of([order for order, _ in orders])
    for order, at in orders:
        states = {each.state for each in consignments[order]} - _ENDED
        if not states:
            with suppress(NotCancellable):  # it was the order that gave its consignments up
                cancel_order(order, actor=SYSTEM)
        elif states <= _GONE:
            complete(order, at=at)
        elif states <= _WAITING | _GONE:
            make_ready(order, at=at)


def follow_completions(records: Sequence[Record]) -> None:
    """The money of a completed order is taken, as far as its goods have reached the shopper."""
    for record in records:
        take_money.defer(order=str(record.aggregate))


def follow_refunds(records: Sequence[Record]) -> None:
    """An order's own sum of refunds follows from the facts of its payments."""
    for record in records:
        event = record.event
        assert isinstance(event, PaymentRefunded)
        if event.order is not None:
            note_refund(OrderId(event.order), event.amount)


def follow_cancellations(records: Sequence[Record]) -> None:
    """The money of a cancelled order goes back."""
    for record in records:
        give_money_back.defer(order=str(record.aggregate))


def follow_erasures(records: Sequence[Record]) -> None:
    """Who was erased is forgotten in their orders too; in those under way as soon as they have ended."""
    events = [(record.aggregate, record.event) for record in records]
    forget_contacts([CustomerId(event.customer) for _, event in events if isinstance(event, CustomerErased)])
    forget_contacts_of_ended([OrderId(order) for order, event in events if not isinstance(event, CustomerErased)])


subscriptions.register(
    "orders-consignments",
    [
        "fulfilment.ready.v1",
        "fulfilment.packed.v1",
        "fulfilment.collected.v1",
        "fulfilment.shipped.v1",
        "fulfilment.cancelled.v1",
        "fulfilment.expired.v1",
    ],
    follow_consignments,
)
subscriptions.register("orders-completions", [OrderCompleted.TYPE], follow_completions)
subscriptions.register("orders-refunds", [PaymentRefunded.TYPE], follow_refunds)
subscriptions.register(
    "orders-erasures", [CustomerErased.TYPE, OrderCompleted.TYPE, OrderCancelled.TYPE], follow_erasures
)
subscriptions.register("orders-cancellations", [OrderCancelled.TYPE], follow_cancellations)
