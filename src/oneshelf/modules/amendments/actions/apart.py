"""Letting a part of an order leave in a parcel of its own: from where it lies, from another place, or later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.actions.supply import along_with, brought_parcel, lacking, order_lines
from oneshelf.modules.amendments.actions.whither import Search, arrives
from oneshelf.modules.amendments.errors import BadDay, CannotComeFrom
from oneshelf.modules.amendments.types import Parcel, Part, Supply
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.modules.sourcing import public as sourcing


def apart(search: Search, going: rules.Going, parts: Sequence[Part]) -> Supply:
    """Let goods that a consignment holds leave in a parcel of their own, as they are `going`.

    What waits for goods there goes on waiting. Raises BadDay, CannotComeFrom, and sourcing's PlaceBusy.
    """
    from_consignment, elsewhere, on = going
    (source,) = (each for each in search.consignments if each.id == from_consignment)
    if elsewhere and elsewhere != source.place:
        return _from_another(search, places.get_place(elsewhere), parts, on)
    if source.state is ConsignmentState.AWAITED:
        if on:
            raise BadDay(day=on.isoformat())
        waits = Parcel(source.place, tuple(parts), source.due_at, of=source.id)
        return Supply((still_waiting(waits, source),))
    begun = _begun(search, places.get_place(source.place), on)
    appointed = sourcing.appointments(source.market, [source.place], begun)[source.place]
    not_before = begun if on else None
    brought = later_there(source, appointed.ready_at) if source.bring_to else None
    parcel = Parcel(
        source.place,
        tuple(parts),
        appointed.ready_at,
        appointed.slot,
        bring_to=source.bring_to,
        there_by=brought,
        of=source.id,
        not_before=not_before,
    )
    if source.bring_to:
        return Supply((parcel,), promised_by=brought)
    if search.order.summary.method is Method.COLLECT:
        return Supply((parcel,), promised_by=appointed.promised_by)
    return Supply((parcel,), promised_by=arrives(search, [(parcel.place, parcel.ready_at)]))


def still_waiting(parcel: Parcel, source: Consignment) -> Parcel:
    """Return a parcel as far as the one that it is parted from waits for goods at this moment, or not any more."""
    waits = source.state is ConsignmentState.AWAITED
    return Parcel(
        parcel.place,
        parcel.parts,
        source.due_at,
        of=parcel.of,
        expected_on=source.expected_on if waits else None,
        since=source.opened_at if waits else None,
    )


def later_there(source: Consignment, ready_at: datetime) -> datetime | None:
    """Return by when what leaves its place later than `source` was to is in the store that it is brought to."""
    return source.there_by + max(ready_at - source.due_at, timedelta()) if source.there_by else None


def _from_another(search: Search, place: Place, parts: Sequence[Part], on: date | None) -> Supply:
    summary = search.order.summary
    collected = summary.method is Method.COLLECT
    if place.market != summary.market or place.archived or not _gives(search, place):
        raise CannotComeFrom(place=place.name)
    begun = _begun(search, place, on)
    lacks = lacking(search.order, parts, place.id)
    if lacks:
        return Supply(lacks=lacks)
    if collected and place.id != summary.place:
        return _brought_from(search, place, parts, begun, on)
    joined = None if on else along_with(search, {place.id}, parts)
    if joined:
        return Supply((joined,))
    appointed = sourcing.appointments(summary.market, [place.id], begun)[place.id]
    parcel = Parcel(place.id, tuple(parts), appointed.ready_at, appointed.slot, not_before=begun if on else None)
    by = appointed.promised_by if collected else arrives(search, [(place.id, parcel.ready_at)])
    return Supply((parcel,), promised_by=by)


def _gives(search: Search, place: Place) -> bool:
    """Tell whether a place sends goods to where an order goes, or has or drives them to where it is collected."""
    summary = search.order.summary
    if summary.method is not Method.COLLECT or summary.place is None:
        return summary.method is Method.SHIP and place.ships
    at_desk = place.id == summary.place
    return at_desk or delivery.lane_to(search.book.lanes, place.id, summary.place) is not None


def _brought_from(search: Search, place: Place, parts: Sequence[Part], begun: datetime, on: date | None) -> Supply:
    """Have a place bring goods to the store where their order is collected, along one of the house's transports."""
    summary = search.order.summary
    assert summary.place is not None, "what is collected is collected somewhere"
    try:
        way = sourcing.bring_from(place.id, summary.market, summary.channel, order_lines(parts), summary.place, begun)
    except sourcing.NowhereToSource:  # its van does not come within the days of any promise
        raise CannotComeFrom(place=place.name) from None
    (leg,) = way.legs
    parcel = replace(brought_parcel(leg, tuple(parts), way), not_before=begun if on else None)
    return Supply((parcel,), promised_by=way.promised_by)


def _begun(search: Search, place: Place, on: date | None) -> datetime:
    """Return when a place begins with it: now, or as a day begins there. Raises BadDay."""
    if on is None:
        return search.at
    zone = ZoneInfo(place.time_zone)
    today = search.at.astimezone(zone).date()
    if not today < on <= today + rules.LATEST:
        raise BadDay(day=on.isoformat())
    return datetime.combine(on, time(), zone).astimezone(UTC)
