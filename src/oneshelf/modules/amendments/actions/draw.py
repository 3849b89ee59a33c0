"""Drawing up what a change of an order would do: money, tax, goods and promise. Nothing is written or held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.actions import price, supply, taxed_there
from oneshelf.modules.amendments.actions.apart import apart
from oneshelf.modules.amendments.actions.carriage import carriage, carriage_as_it_is
from oneshelf.modules.amendments.actions.whither import Search, arrives, service_of
from oneshelf.modules.amendments.errors import CannotGoThere
from oneshelf.modules.amendments.types import Part, Preview, Supply, TakenOut, Wish
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

_OPEN = (OrderState.PLACED, OrderState.READY)


@dataclass(frozen=True, slots=True)
class _Moved:
    """What leaves which consignment, and what of that goes on: all of it to another store, or some of it apart."""

    out: tuple[TakenOut, ...]
    to_store: tuple[Part, ...] = ()
    apart: Mapping[rules.Going, tuple[Part, ...]] = field(default_factory=dict)


def draw(order: Order, wish: Wish) -> Preview:
    """Return what `wish` would do to an order, at this moment.

    Raises orders' NotAmendable and NotOpen, NothingChanges, BadChange, AlreadyPicked, AlreadyPacked, NotOffered,
    CannotGoThere, TaxedElsewhere, StoreTaxedElsewhere, CannotComeFrom, BadDay, ContactIncomplete, TooMuchToPayLater,
    pricing's NoPrice and BadQuantity, sourcing's PlaceBusy, delivery's NotDelivered.
    """
    summary = order.summary
    if summary.state not in _OPEN:
        raise orders.NotAmendable(number=summary.number, state=summary.state.value)
    rules.check_wish(order, wish)
    consignments = fulfilment.consignments_of([summary.id])[summary.id]
    added = price.priced(order, wish)
    taxed_there.check_taxed_alike(order, wish, added.lines)
    changes = rules.line_changes(order, wish, added.lines, orders.first_new_line(order))
    ends = not any(each.after for each in changes)
    search = Search(order, consignments, wish.contact or order.contact, clock.now())
    moved = _moved(search, wish)
    found = Supply() if ends else _supplied(search, wish, moved, price.parts_of_added(added.lines, order))
    sent = carriage_as_it_is(order) if ends else carriage(search, wish, changes)
    bill = rules.bill(order, changes, sent, price.left_of_paid(order), ends_order=ends)
    price.check_later(order, wish, bill)
    by = service_of(search) if not ends and _is_sent_elsewhere(order, wish) else None
    return Preview(
        order=summary.id,
        version=order.version,
        lines=changes,
        bill=bill,
        new_lines=added.lines,
        taken_out=moved.out,
        supply=found,
        promise_was=order.promised_by,
        promise_will=None if ends else _promise(search, wish, found),
        ends_order=ends,
        service=by.service.code if by else "",
        carrier=by.service.carrier if by else "",
        savings=added.savings,
        sealed=added.sealed,
    )


def _moved(search: Search, wish: Wish) -> _Moved:
    order, lines = search.order, search.order.lines
    at = {each.id: each.place for each in search.consignments}
    held, loose = rules.held_unpicked(search.consignments), orders.unassigned(order)
    taken = rules.take_out(order, held, loose, wish.cancel)
    known = catalogue.snapshots([line.variant for line in lines])
    if wish.store is not None:
        _check_store(order, wish.store)
        units = rules.move_all(order, held, loose, wish.cancel)
        return _Moved(rules.merged(held, places=at), rules.parts_of(units, lines, known, stay=False))
    if not wish.apart:
        return _Moved(rules.merged(taken, places=at))
    going = rules.split_off(order, held, taken, wish.apart)
    parts = {
        way: rules.parts_of(units, lines, known, stay=way[1] in (None, at[way[0]])) for way, units in going.items()
    }
    return _Moved(rules.merged(taken, *((way[0], units) for way, units in going.items()), places=at), apart=parts)


def _supplied(search: Search, wish: Wish, moved: _Moved, added: tuple[Part, ...]) -> Supply:
    """Where everything comes from that is added, or moved."""
    order = search.order
    if wish.store is not None:
        leaving = Search(order, (), search.contact, search.at)
        # What is to be paid first holds its goods meanwhile, beside those that the order has: it cannot count on these.
        own = {} if added else rules.on_shelves(search.consignments, moved.to_store)
        return supply.from_store(leaving, [*moved.to_store, *added], wish.store, own)
    found = [apart(search, going, parts) for going, parts in moved.apart.items()]
    if added and order.summary.method is Method.COLLECT:
        found.append(supply.from_store(search, added, _store(order)))
    elif added:
        found.append(supply.by_parcel(search, added))
    return Supply(
        parcels=tuple(parcel for each in found for parcel in each.parcels),
        lacks=tuple(lack for each in found for lack in each.lacks),
        promised_by=max((each.promised_by for each in found if each.promised_by), default=None),
        arranged=next((each.arranged for each in found if each.arranged), None),
    )


def _promise(search: Search, wish: Wish, found: Supply) -> datetime | None:
    """By when everything is promised after the change: no parcel that stays comes sooner for it."""
    was, order = search.order.promised_by, search.order
    if wish.store is not None:
        return found.promised_by
    if _is_sent_elsewhere(order, wish):
        staying = [(each.place, each.due_at) for each in search.consignments if each.state not in rules.GIVEN_UP]
        was = arrives(search, staying) or was
    return max((each for each in (was, found.promised_by) if each), default=None)


def _is_sent_elsewhere(order: Order, wish: Wish) -> bool:
    """Tell whether a change lets parcels go to another country or postcode."""
    there = wish.contact if order.summary.method is Method.SHIP else None
    return there is not None and rules.is_elsewhere(order.contact, there)


def _store(order: Order) -> PlaceId:
    assert order.summary.place is not None, "what is collected is collected somewhere"
    return order.summary.place


def _check_store(order: Order, store: PlaceId) -> None:
    place = places.get_place(store)
    if (
        order.summary.method is not Method.COLLECT
        or place.market != order.summary.market
        or not place.collects
        or place.archived
        or store == order.summary.place
        or (order.terms is orders.Terms.AT_COLLECTION and store not in payments.collection_terms(place.market, [store]))
    ):
        raise CannotGoThere(place=place.name)
