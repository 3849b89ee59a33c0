"""Sending the goods of a change: along with what is made ready anyway, or in parcels of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.types import Amendment, Parcel
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import Order
from oneshelf.modules.sourcing import public as sourcing


def demands(parcels: Iterable[Parcel], *, fresh_only: bool = False, held: bool = False) -> list[inventory.Demand]:
    """Return what parcels take from the shelves, `fresh_only` without what the order has there already.

    Rules keep their buffers back from what is new, unless it was `held` before. What is parted from a consignment is
    reserved as it is.
    """
    return [
        inventory.Demand(
            part.line,
            parcel.place,
            variant,
            part.units * per,
            per=per,
            withheld=0 if held or part.stays else None,
        )
        for parcel in parcels
        for part in parcel.parts
        for variant, per in part.takes
        if not parcel.of and not (fresh_only and part.stays)
    ]


def on_time(amendment: Amendment, order: Order, parcels: Iterable[Parcel]) -> tuple[list[Parcel], timedelta]:
    """Return the parcels with their times and hours as of now, and by how much they are later than was shown.

    What was shown a moment ago stands; what was paid hours later is made ready, and brought, hours later.
    """
    now, market, later, timed = clock.now(), order.summary.market, timedelta(), []
    for parcel in parcels:
        if now - amendment.proposed_at > rules.PROPOSED_FOR and not parcel.expected_on:
            begun = max(now, parcel.not_before or now)
            fresh = sourcing.appointments(market, [parcel.place], begun)[parcel.place]
            later = max(later, fresh.ready_at - parcel.ready_at)
            parcel = _brought_later(market, parcel, max(fresh.ready_at - parcel.ready_at, timedelta()))
            parcel = replace(parcel, ready_at=max(parcel.ready_at, fresh.ready_at), slot=fresh.slot)
        timed.append(parcel)
    return timed, later


def _brought_later(market: MarketId, parcel: Parcel, later: timedelta) -> Parcel:
    """Return a parcel as the store to which it is brought takes it in, when it is ready `later` than was shown."""
    hour = parcel.desk_slot
    if parcel.bring_to and hour:
        hour = sourcing.appointments(market, [parcel.bring_to], hour + later)[parcel.bring_to].slot
    return replace(parcel, there_by=parcel.there_by + later if parcel.there_by else None, desk_slot=hour)


def join(parcel: Parcel) -> bool:
    """Put goods into the parcel that they were to join; False for others, and when somebody has begun to pick it."""
    return parcel.joins is not None and fulfilment.add_lines(parcel.joins, _lines(parcel))


def open_parcels(order: Order, parcels: Sequence[Parcel]) -> None:
    """Let places make parcels of their own ready, in the hours that were shown."""
    summary = order.summary
    opened = [
        fulfilment.NewConsignment(
            fulfilment.ConsignmentId(new_id()),
            parcel.place,
            fulfilment.Method.BRING if parcel.bring_to else fulfilment.Method(summary.method.value),
            parcel.ready_at,
            _lines(parcel),
            bring_to=parcel.bring_to,
            there_by=parcel.there_by,
            expected_on=parcel.expected_on,
            waits_since=parcel.since,
        )
        for parcel in parcels
    ]
    if opened:
        fulfilment.open_consignments(
            opened, market=summary.market, order=summary.id, order_number=summary.number, at=clock.now()
        )
        work = [
            sourcing.Leg(place, (), parcel.ready_at, hour)
            for parcel in parcels
            for place, hour in ((parcel.place, parcel.slot), (parcel.bring_to or parcel.place, parcel.desk_slot))
            if not parcel.expected_on
        ]
        sourcing.take_capacity(summary.market, summary.id, work)


def _lines(parcel: Parcel) -> tuple[fulfilment.Line, ...]:
    return tuple(fulfilment.Line(each.line, each.variant, each.title, each.sku, each.units) for each in parcel.parts)


def note_why(amendment: Amendment, order: Order) -> None:
    """Keep why these places send it, where the policy chose them."""
    way, summary = amendment.preview.supply.arranged, order.summary
    if way is not None:
        lines = [sourcing.OrderLine(each.line, each.variant, each.quantity) for each in way.decision.assignments]
        cause, at = sourcing.Cause.CHANGED, clock.now()
        sourcing.note_decision(summary.market, summary.id, cause, way.policy, lines, way.decision, at=at)
