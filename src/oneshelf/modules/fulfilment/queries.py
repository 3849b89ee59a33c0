"""The read side of fulfilment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.types import (
    Consignment,
    ConsignmentId,
    ConsignmentState,
    Line,
    Method,
    OpenDemand,
)
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId

MOST_QUEUED = 200
"""How many consignments the work queue of a place shows, the oldest clocks first."""

_FIRST_ID = ConsignmentId(UUID(int=0))
MOST_AWAITED = 2000
"""How many consignments that wait for goods are looked at together, the oldest promises first."""

LOOK_AHEAD = timedelta(days=14)
"""How far ahead opening hours are looked at for a due time."""


@dataclass(frozen=True, slots=True)
class Carried:
    """That a carrier took a parcel of an order."""

    order: UUID
    carrier: str


@dataclass(frozen=True, slots=True)
class Header:
    """A row of the consignments' table; `consignments_in` adds the lines."""

    id: ConsignmentId
    market: MarketId
    place: PlaceId
    order: UUID
    order_number: str
    method: str
    state: str
    due_at: datetime
    opened_at: datetime
    ready_at: datetime | None
    collect_by: datetime | None
    pin_attempts: int
    carrier: str
    tracking: str
    against_payment: bool
    version: int
    bring_to: PlaceId | None
    there_by: datetime | None
    sent_from: PlaceId | None
    sent_at: datetime | None
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class _OnTheRoad:
    id: ConsignmentId
    market: MarketId


@dataclass(frozen=True, slots=True)
class _BoundFor:
    number: str
    place: PlaceId


@dataclass(frozen=True, slots=True)
class _LineRow:
    consignment: ConsignmentId
    line: int
    variant: VariantId
    title: str
    sku: str
    quantity: int
    picked: int
    short: int


_BY_IDS = sql.statement(__name__, "by_ids", row=Header)
_OF_ORDERS = sql.statement(__name__, "of_orders", row=Header)
_QUEUE = sql.statement(__name__, "queue", row=Header)
_LATE = sql.statement(__name__, "late", row=Header)
_AWAITING = sql.statement(__name__, "awaiting", row=Header)
_CARRIERS = sql.statement(__name__, "carriers", row=Carried)
_MISSED = sql.statement(__name__, "missed", row=Header)
_NO_SHOWS = sql.statement(__name__, "no_shows", row=Header)
_BOOKS = ("picks", "brought", "events", "against_payment")
_AUDITS = [sql.statement(__name__, f"audit_{name}", row=Discrepancy) for name in _BOOKS]
_DEMAND = sql.statement(__name__, "audit_demand", row=OpenDemand)
_ARRIVING = sql.statement(__name__, "arriving", row=Header)
_BOUND_FOR = sql.statement(__name__, "bound_for", row=_BoundFor)
_ON_THE_ROAD = sql.statement(__name__, "on_the_road", row=_OnTheRoad)
_AGAINST_PAYMENT = sql.statement(__name__, "against_payment", row=UUID)
_LINES = sql.statement(__name__, "lines", row=_LineRow)


def get_consignment(consignment: ConsignmentId) -> Consignment:
    """Return one consignment with its lines. Raises NotFound."""
    found = consignments_in(_BY_IDS.all(consignments=[consignment]))
    if not found:
        raise NotFound(kind="consignment", value=str(consignment))
    return found[0]


def consignments_by_id(consignments: Sequence[ConsignmentId]) -> dict[ConsignmentId, Consignment]:
    """Return those of `consignments` that there are, with their lines; two statements for all of them."""
    return {each.id: each for each in consignments_in(_BY_IDS.all(consignments=list(consignments)))}


def consignments_of(orders: Sequence[UUID]) -> dict[UUID, list[Consignment]]:
    """Return the consignments of each of `orders` with their lines; two statements for all of them."""
    found: dict[UUID, list[Consignment]] = {order: [] for order in orders}
    for each in consignments_in(_OF_ORDERS.all(orders=list(orders))):
        found[each.order].append(each)
    return found


def queue(place: PlaceId, states: Collection[ConsignmentState] = rules.WAITING) -> list[Consignment]:
    """Return what a place has to pick, pack, hand over or send, the oldest clock on top; 200 at most.

    `states` narrows it; finished consignments are never in it.
    """
    return consignments_in(_QUEUE.all(place=place, states=sorted(states), most=MOST_QUEUED))


def arriving(store: Place) -> list[Consignment]:
    """Return what is on the road to a store, what is promised soonest on top; 200 at most.

    Also goods of orders that were cancelled meanwhile: they come all the same.
    """
    road = places.virtual_places(store.market).in_transit
    return consignments_in(_ARRIVING.all(road=road, store=store.id, most=MOST_QUEUED))


def late(places: Sequence[PlaceId], at: datetime, *, most: int = MOST_QUEUED) -> list[Consignment]:
    """Return what `places` should have had ready, on its way or brought to them by `at`; the longest overdue first."""
    return consignments_in(_LATE.all(places=list(places), at=at, most=min(most, MOST_QUEUED)))


def awaiting(places: Sequence[PlaceId], *, most: int = MOST_AWAITED) -> list[Consignment]:
    """Return which consignments of `places` wait for goods: whoever was promised first comes first."""
    return consignments_in(_AWAITING.all(places=list(places), most=min(most, MOST_AWAITED)))


def carriers_of(orders: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return which carriers took parcels of `orders`, in one statement; what is not on its way is left out."""
    found: dict[UUID, list[str]] = {}
    for row in _CARRIERS.all(orders=list(orders)):
        found.setdefault(row.order, []).append(row.carrier)
    return found


def missed(places: Sequence[PlaceId], at: datetime, *, since: datetime) -> Iterator[Consignment]:
    """Go through the parcels that were due in [since, at) and that `places` have not begun, the longest overdue first.

    All of them, 200 in a statement: what is looked at in vain keeps nobody from what was due after it, and is left out
    until it is to be looked at again (`look_again`).
    """
    mark, page = (since, _FIRST_ID), MOST_QUEUED
    while page == MOST_QUEUED:
        rows = _MISSED.all(places=list(places), at=at, since=mark[0], after=mark[1], most=MOST_QUEUED)
        yield from consignments_in(rows)
        page = len(rows)
        mark = (rows[-1].due_at, rows[-1].id) if rows else mark


def no_shows(at: datetime) -> list[ConsignmentId]:
    """Return consignments that nobody has collected by `at`, though they were to; 200 at most."""
    return [header.id for header in _NO_SHOWS.all(at=at, most=MOST_QUEUED)]


def on_the_road() -> dict[tuple[MarketId, VariantId], int]:
    """Return how many units of each variant are on the road to stores, for the audit's comparison with stock."""
    units: Counter[tuple[MarketId, VariantId]] = Counter()
    markets = {each.id: each.market for each in _ON_THE_ROAD.all()}
    for each in inventory.carried(list(markets)):
        units[markets[ConsignmentId(each.cause)], each.variant] += each.quantity
    return units


def bound_for(place: Place) -> places.Heading | None:
    """Return whose goods keep a place busy, of what is due first: on the way there, waiting there, or to be sent."""
    known = {each.id: each for each in places.list_places(place.market, places.COUNTED_KINDS)}
    first = _BOUND_FOR.find(places=list(known), place=place.id)
    return places.Heading("order", first.number, known[first.place].name) if first else None


def audit() -> list[Discrepancy]:
    """Look at every consignment for its lines and its events; return the rows that differ."""
    return [row for statement in _AUDITS for row in statement.all()]


def open_demand() -> list[OpenDemand]:
    """Return what consignments still have to hand out, for the audit's comparison with stock."""
    return _DEMAND.all()


def against_payment() -> list[UUID]:
    """Return the orders whose goods are handed over against payment only, for the audit's comparison with the book."""
    return _AGAINST_PAYMENT.all()


def pin_for(consignment: ConsignmentId) -> str:
    """Return the six digits with which a customer collects: for pages and messages of that customer only."""
    return rules.pin_of(consignment, key=secret())


def token_for(consignment: ConsignmentId) -> str:
    """Return the text of the QR code with which a customer collects: for that customer only."""
    return rules.token_of(consignment, key=secret())


def consignment_in(token: str) -> ConsignmentId:
    """Return the consignment that a scanned QR code speaks of. Raises WrongToken unless we signed it."""
    return rules.consignment_in(token, key=secret())


def due_times(at_places: Sequence[PlaceId], placed_at: datetime) -> dict[PlaceId, datetime]:
    """Return when goods ordered at `placed_at` are due at each place (see `rules.due_at`)."""
    found = {}
    for place, hours in places.hours_of(at_places).items():
        first = (placed_at - timedelta(days=2)).date()  # a window may have opened the evening before, anywhere on Earth
        found[place] = rules.due_at(placed_at, places.windows(hours, first=first, last=(placed_at + LOOK_AHEAD).date()))
    return found


def secret() -> bytes:
    """Return the key of PINs and QR codes."""
    return settings.SECRET_KEY.encode()


def consignments_in(headers: Sequence[Header]) -> list[Consignment]:
    """Return the consignments of these rows with their lines, in one more statement."""
    if not headers:
        return []
    lines: dict[ConsignmentId, list[Line]] = defaultdict(list)
    for row in _LINES.all(consignments=[header.id for header in headers]):
        lines[row.consignment].append(
            Line(row.line, row.variant, row.title, row.sku, row.quantity, picked=row.picked, short=row.short)
        )
    return [
        Consignment(
            id=header.id,
            market=header.market,
            place=header.place,
            order=header.order,
            order_number=header.order_number,
            method=Method(header.method),
            state=ConsignmentState(header.state),
            due_at=header.due_at,
            opened_at=header.opened_at,
            ready_at=header.ready_at,
            collect_by=header.collect_by,
            pin_attempts=header.pin_attempts,
            carrier=header.carrier,
            tracking=header.tracking,
            against_payment=header.against_payment,
            version=header.version,
            lines=tuple(lines[header.id]),
            bring_to=header.bring_to,
            there_by=header.there_by,
            sent_from=header.sent_from,
            sent_at=header.sent_at,
            expected_on=header.expected_on,
        )
        for header in headers
    ]
