"""What the order book does when goods and money move."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.customers.public import CustomerChanged, CustomerErased, CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders.actions.cancel import cancel_order
from oneshelf.modules.orders.actions.change_state import complete, make_ready
from oneshelf.modules.orders.actions.forget_contacts import forget_contacts, forget_contacts_of_ended
from oneshelf.modules.orders.actions.note_refund import note_refund
from oneshelf.modules.orders.actions.promises import note_arrival, promise_anew
from oneshelf.modules.orders.actions.renew_search import renew_search
from oneshelf.modules.orders.actions.source_again import source_again
from oneshelf.modules.orders.errors import NotCancellable
from oneshelf.modules.orders.events import OrderAmended, OrderCancelled, OrderCompleted
from oneshelf.modules.orders.rules import GIVEN_UP
from oneshelf.modules.orders.tasks import (
    give_difference_back,
    give_money_back,
    renew_search_of_customer,
    take_money,
    take_money_at_once,
)
from oneshelf.modules.orders.types import OrderId
from oneshelf.modules.payments.public import PaymentRefunded
from oneshelf.modules.sourcing import public as sourcing

_WAITING = {ConsignmentState.READY, ConsignmentState.PACKED}
_ARRIVED = {ConsignmentState.READY, ConsignmentState.COLLECTED, ConsignmentState.DELIVERED}
_GONE = {ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED}


def follow_consignments(records: Sequence[Record]) -> None:
    """An order is ready when all of its consignments are, and complete when all have left.

    What a place could not find, or rejected, is sent from elsewhere first. Consignments that were given up (cancelled,
    never collected) do not count; an order of which nothing else is left is cancelled, unless a place rejected the
    last one, or a change of the order left nothing of it: then its shopper decides about what is still wanted.
    Where some of a sale was taken along from the till, its money is taken as that of any sale there is: at once.
    """
    for record in records:
        _send_the_rest(record)
        order = _taken_along(record)
        if order is not None:
            take_money_at_once.configure(lock=_money_of(order)).defer(order=str(order))
    latest = {OrderId(record.event.order): record for record in records}  # type: ignore[attr-defined]  # each is a consignment's
    consignments = fulfilment.consignments_of(list(latest))
    for order, record in latest.items():
        states = {_stands(each) for each in consignments[order]} - GIVEN_UP
        if states and states <= _ARRIVED:
            note_arrival(order, consignments[order], at=record.occurred_at)
        if not states:
            if not (_is_open_yet(record) or _was_rejected_last(consignments[order])):
                with suppress(NotCancellable):  # it was the order that gave its consignments up
                    cancel_order(order, actor=SYSTEM)
        elif states <= _GONE:
            complete(order, at=record.occurred_at)
        elif states <= _WAITING | _GONE:
            make_ready(order, at=record.occurred_at)


def _taken_along(record: Record) -> UUID | None:
    """Return the order whose goods, some of them, left with their buyer at the till; None when it is about others."""
    event = record.event
    if isinstance(event, fulfilment.ConsignmentCollected) and event.method == fulfilment.Method.TAKE_NOW:
        return event.order
    return None


def _is_open_yet(record: Record) -> bool:
    """Tell whether an order goes on though its last consignment was given up."""
    event = record.event
    is_withdrawn = isinstance(event, fulfilment.ConsignmentCancelled) and event.withdrawn
    return is_withdrawn or isinstance(event, fulfilment.ConsignmentRejected)


def _was_rejected_last(consignments: Sequence[fulfilment.Consignment]) -> bool:
    """Tell whether a place rejected the one that ended last, though that may not have been delivered here yet."""
    return outbox.history([each.id for each in consignments])[-1].type == fulfilment.ConsignmentRejected.TYPE


def _stands(consignment: fulfilment.Consignment) -> ConsignmentState:
    """How far a consignment is: what is packed to be brought to a store waits for nobody yet."""
    is_packed = consignment.state is ConsignmentState.PACKED and consignment.bring_to is not None
    return ConsignmentState.PICKING if is_packed else consignment.state


def _send_the_rest(record: Record) -> None:
    event = record.event
    if isinstance(event, fulfilment.LineShort):
        (consignment,) = fulfilment.consignments_by_id([fulfilment.ConsignmentId(record.aggregate)]).values()
        source_again(OrderId(event.order), {event.line: event.quantity}, consignment, sourcing.Cause.SHORT)
    elif isinstance(event, fulfilment.ConsignmentRejected):
        (consignment,) = fulfilment.consignments_by_id([fulfilment.ConsignmentId(record.aggregate)]).values()
        units = {line.line: line.quantity - line.short for line in consignment.lines}
        is_late = event.reason == fulfilment.Reason.MISSED_CLOCK
        cause = sourcing.Cause.MISSED_CLOCK if is_late else sourcing.Cause.REJECTED
        source_again(OrderId(event.order), units, consignment, cause)


def follow_waiting(records: Sequence[Record]) -> None:
    """An order is promised for another day when goods that it waits for come on another day."""
    for record in records:
        event = record.event
        assert isinstance(event, fulfilment.ExpectedAnew)
        consignment = fulfilment.ConsignmentId(record.aggregate)
        later = event.expected_on - event.before
        promise_anew(OrderId(event.order), consignment, later=later, at=record.occurred_at)


def follow_completions(records: Sequence[Record]) -> None:
    """The money of a completed order is taken, as far as its goods have reached the shopper."""
    for record in records:
        take_money.configure(lock=_money_of(record.aggregate)).defer(order=str(record.aggregate))


def follow_refunds(records: Sequence[Record]) -> None:
    """An order's own sum of refunds follows from the facts of its payments."""
    for record in records:
        event = record.event
        assert isinstance(event, PaymentRefunded)
        if event.order is not None:
            note_refund(OrderId(event.order), event.amount)


def follow_amendments(records: Sequence[Record]) -> None:
    """What a change saved the shopper goes back."""
    for record in records:
        event = record.event
        assert isinstance(event, OrderAmended)
        job = give_difference_back.configure(lock=_money_of(record.aggregate))
        job.defer(order=str(record.aggregate), amendment=str(event.amendment))


def follow_cancellations(records: Sequence[Record]) -> None:
    """The money of a cancelled order goes back."""
    for record in records:
        give_money_back.configure(lock=_money_of(record.aggregate)).defer(order=str(record.aggregate))


def _money_of(order: UUID) -> str:
    """Jobs about the money of an order run one after another: each sees what the one before has given back."""
    return f"money of order {order}"


def follow_erasures(records: Sequence[Record]) -> None:
    """Who was erased is forgotten in their orders too; in those under way as soon as they have ended."""
    events = [(record.aggregate, record.event) for record in records]
    forget_contacts([CustomerId(event.customer) for _, event in events if isinstance(event, CustomerErased)])
    forget_contacts_of_ended([OrderId(order) for order, event in events if not isinstance(event, CustomerErased)])


def follow_for_search(records: Sequence[Record]) -> None:
    """What happens to an order, and the parcels it leaves in, can be searched at once."""
    renew_search({UUID(str(getattr(record.event, "order", record.aggregate))) for record in records})


def follow_people(records: Sequence[Record]) -> None:
    """Orders are found by what their customer is called now, and by nothing of who was erased."""
    for customer in {record.aggregate for record in records}:
        renew_search_of_customer.defer(customer=str(customer))


subscriptions.register(
    "orders-consignments",
    [
        "fulfilment.line_short.v1",
        "fulfilment.rejected.v1",
        "fulfilment.ready.v1",
        "fulfilment.packed.v1",
        "fulfilment.collected.v1",
        "fulfilment.shipped.v1",
        "fulfilment.delivered.v1",
        "fulfilment.cancelled.v1",
        "fulfilment.expired.v1",
    ],
    follow_consignments,
)
subscriptions.register("orders-waiting", [fulfilment.ExpectedAnew.TYPE], follow_waiting)
subscriptions.register("orders-completions", [OrderCompleted.TYPE], follow_completions)
subscriptions.register("orders-refunds", [PaymentRefunded.TYPE], follow_refunds)
subscriptions.register(
    "orders-erasures", [CustomerErased.TYPE, OrderCompleted.TYPE, OrderCancelled.TYPE], follow_erasures
)
subscriptions.register(
    "orders-search", ["orders.*", "fulfilment.packed.v1", "fulfilment.shipped.v1"], follow_for_search
)
subscriptions.register("orders-people", [CustomerChanged.TYPE, CustomerErased.TYPE], follow_people)
subscriptions.register("orders-amendments", [OrderAmended.TYPE], follow_amendments)
subscriptions.register("orders-cancellations", [OrderCancelled.TYPE], follow_cancellations)
