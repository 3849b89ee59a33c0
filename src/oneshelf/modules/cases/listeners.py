"""What opens cases, and what settles them by itself."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.cases.actions.open import open_case
from oneshelf.modules.cases.actions.settle import settle_answered, settle_asked_anew, settle_by_itself
from oneshelf.modules.cases.events import CaseOpened
from oneshelf.modules.cases.tasks import tell_customer
from oneshelf.modules.cases.types import Kind, Trouble
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory.public import ShortfallFound
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments.public import PaymentCaptured, PaymentExpired
from oneshelf.modules.places.public import PlaceId

ENDS_WITH_ORDER = frozenset(
    {Kind.LINE_SHORT.value, Kind.HOLD_LOST.value, Kind.LATE.value, Kind.DELAYED.value, Kind.ADDRESS.value}
)


def follow_trouble(records: Sequence[Record]) -> None:
    """What went wrong with an order becomes a case, once."""
    for record in records:
        trouble = _trouble(record)
        if trouble is not None:
            open_case(trouble)


def follow_ends(records: Sequence[Record]) -> None:
    """What an order's end, or its money, settles needs nobody any more."""
    for record in records:
        event = record.event
        if isinstance(event, PaymentCaptured):
            if event.order is not None:
                settle_by_itself(OrderId(event.order), frozenset({Kind.PAYMENT_NOT_CAPTURED.value}))
        elif isinstance(event, orders.OrderReady):
            settle_by_itself(OrderId(record.aggregate), frozenset({Kind.LATE.value}))
        elif isinstance(event, orders.OrderCancelled):
            settle_by_itself(OrderId(record.aggregate), ENDS_WITH_ORDER | {Kind.PAYMENT_NOT_CAPTURED.value})
        else:
            settle_by_itself(OrderId(record.aggregate), ENDS_WITH_ORDER)


def follow_changes(records: Sequence[Record]) -> None:
    """Goods that were missing and are not wanted any more need nobody's choice."""
    for record in records:
        settle_answered(OrderId(record.aggregate))


def follow_arrivals(records: Sequence[Record]) -> None:
    """Goods that are there after all need nobody's patience."""
    for record in records:
        assert isinstance(record.event, fulfilment.GoodsCameIn)
        settle_answered(OrderId(record.event.order))


def follow_delays(records: Sequence[Record]) -> None:
    """Who waits for goods that come later than they were told may wait or not; a new day asks anew."""
    for record in records:
        event = record.event
        assert isinstance(event, fulfilment.ExpectedAnew)
        if event.expected_on <= event.before:
            continue
        consignment = fulfilment.get_consignment(fulfilment.ConsignmentId(record.aggregate))
        settle_asked_anew(OrderId(event.order), consignment.place, [line.line for line in consignment.lines])
        for line in consignment.lines if consignment.state is fulfilment.ConsignmentState.AWAITED else ():
            open_case(
                Trouble(
                    Kind.DELAYED,
                    consignment.market,
                    OrderId(event.order),
                    event.order_number,
                    record.id,
                    consignment.place,
                    line.line,
                    line.variant,
                    line.quantity,
                    event.expected_on,
                )
            )


def follow_openings(records: Sequence[Record]) -> None:
    """Whoever bought is told at once."""
    for record in records:
        tell_customer.defer(case=str(record.aggregate))


def _trouble(record: Record) -> Trouble | None:
    event = record.event
    if isinstance(event, orders.LineUnfillable):
        return Trouble(
            Kind.LINE_SHORT,
            MarketId(event.market),
            OrderId(record.aggregate),
            event.number,
            record.id,
            PlaceId(event.place),
            event.line,
            VariantId(event.variant),
            event.quantity,
        )
    if isinstance(event, orders.PromiseBroken):
        place = PlaceId(event.place) if event.place else None
        return Trouble(
            Kind.LATE, MarketId(event.market), OrderId(record.aggregate), event.number, record.aggregate, place
        )
    if isinstance(event, PaymentExpired) and event.order is not None:
        found = orders.get_order(OrderId(event.order)).summary
        if found.state is orders.OrderState.CANCELLED:  # its money goes back anyway
            return None
        return Trouble(Kind.PAYMENT_NOT_CAPTURED, found.market, found.id, found.number, record.aggregate, found.place)
    if isinstance(event, ShortfallFound) and event.owner_kind == "order":
        found = orders.get_order(OrderId(event.owner)).summary
        return Trouble(
            Kind.HOLD_LOST,
            found.market,
            found.id,
            found.number,
            record.id,
            PlaceId(event.place),
            event.line,
            VariantId(event.variant),
            event.units,
        )
    return None


subscriptions.register(
    "cases-trouble",
    [orders.LineUnfillable.TYPE, orders.PromiseBroken.TYPE, PaymentExpired.TYPE, ShortfallFound.TYPE],
    follow_trouble,
)
subscriptions.register(
    "cases-ends",
    [orders.OrderCompleted.TYPE, orders.OrderCancelled.TYPE, orders.OrderReady.TYPE, PaymentCaptured.TYPE],
    follow_ends,
)
subscriptions.register("cases-changes", [orders.OrderAmended.TYPE], follow_changes)
subscriptions.register("cases-goods", [fulfilment.GoodsCameIn.TYPE], follow_arrivals)
subscriptions.register("cases-delays", [fulfilment.ExpectedAnew.TYPE], follow_delays)
subscriptions.register("cases-openings", [CaseOpened.TYPE], follow_openings)
