"""Finding the goods of a change: in a parcel made ready anyway, at the store, brought there, or by the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.actions.whither import Search, destination, service_of
from oneshelf.modules.amendments.types import Lack, Parcel, Part, Supply
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Order
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing

Key = tuple[PlaceId, VariantId]


def from_store(search: Search, parts: Sequence[Part], store: PlaceId, own: Mapping[Key, int] | None = None) -> Supply:
    """Take goods from the store where the order is collected, together with what is made ready there anyway.

    What it lacks is brought there, where another place can: also from what is the order's `own` already, which its
    present place lets go. Raises sourcing's PlaceBusy.
    """
    lacks = lacking(search.order, parts, store)
    if lacks:
        return _brought(search, parts, store, own or {}) or Supply(lacks=lacks)
    joined = along_with(search, {store}, parts)
    if joined:
        return Supply((joined,))
    appointed = sourcing.appointments(search.order.summary.market, [store], search.at)[store]
    parcel = Parcel(store, tuple(parts), appointed.ready_at, appointed.slot)
    return Supply((parcel,), promised_by=appointed.promised_by)


def _brought(search: Search, parts: Sequence[Part], store: PlaceId, own: Mapping[Key, int]) -> Supply | None:
    """Have what a store lacks brought there by one other place; None when nobody has it and drives there."""
    summary = search.order.summary
    try:
        way = sourcing.bring(summary.market, summary.channel, order_lines(parts), store, search.at, held=own)
    except sourcing.NowhereToSource:
        return None
    shared = rules.shared_out(parts, [each for leg in way.legs for each in leg.assignments])
    assert shared is not None, "a line is brought whole, so no kit is torn apart"
    parcels = tuple(
        Parcel(leg.place, shared[leg.place], leg.ready_at, leg.slot)
        if leg.place == store
        else brought_parcel(leg, shared[leg.place], way)
        for leg in way.legs
    )
    return Supply(parcels, promised_by=way.promised_by)


def brought_parcel(leg: sourcing.Leg, parts: tuple[Part, ...], way: sourcing.Way) -> Parcel:
    """Return what the place of a leg brings to the store to which its shopper goes."""
    return Parcel(
        *(leg.place, parts, leg.ready_at, leg.slot),
        bring_to=way.place,
        there_by=way.promised_by,
        desk_slot=next((each.slot for each in way.taken_in), None),
    )


def by_parcel(search: Search, parts: Sequence[Part]) -> Supply:
    """Send goods along with a parcel that nobody has begun to pick, when its place has them; otherwise by the policy.

    Raises sourcing's PlaceBusy and delivery's NotDelivered.
    """
    order = search.order
    for open_parcel in _open_at(search, None):
        if not lacking(order, parts, open_parcel.place):
            return Supply((_joining(open_parcel, parts),))
    try:
        way, shared = _arranged(search, parts)
    except sourcing.NowhereToSource as short:
        return Supply(lacks=(_lack(parts, short),))
    ready = {leg.place: leg for leg in way.legs}
    parcels = tuple(Parcel(place, own, ready[place].ready_at, ready[place].slot) for place, own in shared.items())
    return Supply(parcels, promised_by=way.promised_by, arranged=way)


def _arranged(search: Search, parts: Sequence[Part]) -> tuple[sourcing.Arranged, dict[PlaceId, tuple[Part, ...]]]:
    summary = search.order.summary
    lines = order_lines(parts)
    there, offer = destination(search.contact), service_of(search)
    by = offer.service.code if offer and search.order.service else ""
    way = sourcing.arrange(summary.market, summary.channel, lines, there, search.at, service=by)
    shared = rules.shared_out(parts, way.decision.assignments)
    if shared is None:  # a kit would be torn apart: one place sends everything
        whole = {each.place for each in way.decision.alternatives if each.lost is sourcing.Lost.COSTS_MORE}
        others = {place.id for place in places.list_places(summary.market)} - whole
        way = sourcing.arrange(summary.market, summary.channel, lines, there, search.at, service=by, excluding=others)
        shared = rules.shared_out(parts, way.decision.assignments)
    assert shared is not None, "places that have everything tear no kit apart"
    return way, shared


def order_lines(parts: Sequence[Part]) -> list[sourcing.OrderLine]:
    """Return what parts take from shelves, as sourcing is asked for it."""
    weights = catalogue.weights(list(rules.demanded(parts)))
    return [
        sourcing.OrderLine(part.line, variant, part.units * per, weights.get(variant, 0))
        for part in parts
        for variant, per in part.takes
    ]


def along_with(search: Search, at: set[PlaceId], parts: Sequence[Part]) -> Parcel | None:
    """Return goods as they go along with a parcel that nobody has begun to pick at some places, if there is one."""
    return next((_joining(each, parts) for each in _open_at(search, at)), None)


def _joining(consignment: Consignment, parts: Sequence[Part]) -> Parcel:
    return Parcel(consignment.place, tuple(parts), consignment.due_at, joins=consignment.id)


def _open_at(search: Search, at: set[PlaceId] | None) -> list[Consignment]:
    """The consignments that something can be added to: nobody has begun to pick them."""
    return [
        each
        for each in search.consignments
        if each.state is ConsignmentState.OPEN
        and each.method not in (fulfilment.Method.TAKE_NOW, fulfilment.Method.BRING)
        and (at is None or each.place in at)
    ]


def lacking(order: Order, parts: Sequence[Part], place: PlaceId) -> tuple[Lack, ...]:
    """What a place has too little of."""
    wanted = rules.demanded(parts)
    (there,) = inventory.availability(order.summary.market, order.summary.channel, list(wanted), [place])
    units = dict(zip(wanted, there.units, strict=True))
    lacks = []
    for part in parts:
        missing = max(-(-(wanted[variant] - units[variant]) // per) for variant, per in part.takes)
        if missing > 0:
            lacks.append(Lack(part.line, part.variant, part.title, part.units, min(missing, part.units), place))
    return tuple(lacks)


def _lack(parts: Sequence[Part], short: sourcing.NowhereToSource) -> Lack:
    part = next((each for each in parts if each.line == short.line), parts[0])
    return Lack(part.line, part.variant, part.title, part.units, min(short.missing, part.units) or part.units)
