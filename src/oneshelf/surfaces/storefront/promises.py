"""Every way in which a shopper can get something, as the shop's pages tell it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from oneshelf.kernel import clock, sentences
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Destination
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Basket, OrderLine, Way, WayKind, Where
from oneshelf.surfaces.storefront.pages import back, is_exchange, kindly, show
from oneshelf.surfaces.storefront.visits import POSTCODE, Visit
from oneshelf.ui.ways import ShownWay, shown_way

STORES_ASKED, STORES_TOLD = 10, 3
"""Among how many stores a way to collect is looked for, and how many beside mine are told."""

_SENT = (WayKind.DELIVER, WayKind.SPLIT)
_COLLECTED = (WayKind.COLLECT, WayKind.SHIP_TO_STORE)


@dataclass(frozen=True, slots=True)
class Promised:
    """The ways that are open, the soonest first, and those at my store and by parcel that are not, with the reason."""

    ways: tuple[ShownWay, ...]
    closed: tuple[ShownWay, ...]

    @property
    def ahead(self) -> ShownWay | None:
        """The soonest way, where every open one waits for goods that are still to come."""
        first = next(iter(self.ways), None)
        return first if first and all(each.expected_on for each in self.ways) else None

    @property
    def sent(self) -> tuple[ShownWay, ...]:
        """By which services it can be sent, the cheapest first."""
        return tuple(sorted((each for each in self.ways if each.kind in _SENT), key=_cost))

    @property
    def not_sent(self) -> ShownWay | None:
        """Why it cannot be sent; None where it can, or nobody knows where to."""
        return next((each for each in self.closed if each.kind in _SENT), None)


def lines_of(wanted: Iterable[tuple[VariantId, int]]) -> tuple[OrderLine, ...]:
    """Return what variants and quantities take from the shelves, weighed; what is not known any more is left out."""
    asked = list(wanted)
    known = catalogue.snapshots([variant for variant, _ in asked])
    return sourcing.order_lines((known[variant], quantity) for variant, quantity in asked if variant in known)


def destination_of(visit: Visit, postal_code: str = "", country: str = "") -> Destination:
    """Return where parcels go: an address that is being filled in, else what the shopper told us before."""
    return Destination(country or visit.country, _plain(postal_code) or visit.postcode, None)


def promised(
    visit: Visit,
    lines: Sequence[OrderLine],
    goods: Money,
    *,
    to: Destination | None = None,
    stores: Sequence[PlaceId] = (),
) -> Promised:
    """Return the ways to get `lines` worth `goods`, at `stores` if given.

    What a store lacks is brought to mine only, or to those near an address when I have none. A fixed number of
    statements, whatever the number of lines and stores.
    """
    if not lines:
        return Promised((), ())
    there = to or destination_of(visit)
    mine = visit.store.id if visit.store else None
    where = Where(there, mine)
    found = sourcing.promise(
        visit.market.id,
        visit.channel.id,
        Basket(tuple(lines), goods),
        where,
        clock.now(),
        stores=STORES_ASKED,
        among=stores,
    )
    named = places.places_by_id({way.place for way in found if way.place})
    near = {way.place for way in found} if stores or (mine is None and there.postal_code) else {mine}
    ways = [way for way in found if way.place in near or way.kind is not WayKind.SHIP_TO_STORE]
    opened = [shown_way(way, named, visit.market.time_zone) for way in ways if way.possible]
    told = opened if stores else _nearest(ways, opened, mine)
    closed = [way for way in ways if way.kind is WayKind.COLLECT and way.reason] if stores else _closed(ways, mine)
    parcel = [way for way in ways if way.kind in _SENT]
    if (there.country or there.postal_code) and delivery.book_of(visit.market.id).services:
        closed += [] if any(way.possible for way in parcel) else parcel[:1]
    return Promised(tuple(told), tuple(shown_way(way, named, visit.market.time_zone) for way in closed))


@kindly
@require_POST
def remember_postcode(request: HttpRequest) -> HttpResponse:
    """Keep the shopper's postcode for this session; an empty one forgets it."""
    text, exchange = request.POST.get("postal_code", "").strip(), is_exchange(request)
    try:
        code = delivery.plain_postcode(text) if text else ""
    except delivery.BadPostcode as refusal:
        if not exchange:
            raise
        said = sentences.describe(refusal)
        return show(request, "parts/postcode", postcode=text, postcode_error=f"{said.what} {said.cure}")
    request.session[POSTCODE] = code
    if exchange:
        return HttpResponse(status=204, headers={"HX-Trigger": "postcode:changed"})
    return back(request, "storefront:home")


def _nearest(ways: Sequence[Way], opened: Sequence[ShownWay], mine: PlaceId | None) -> list[ShownWay]:
    """Leave out stores beyond the nearest few, those to which it is brought first; mine and parcels stay."""
    possible = [way for way in ways if way.possible]
    others = [way for way in possible if way.kind in _COLLECTED and way.place != mine]
    others.sort(key=lambda way: (way.kind is not WayKind.COLLECT, way.distance_m is None, way.distance_m or 0))
    far = {way.place for way in others[STORES_TOLD:]}
    return [each for way, each in zip(possible, opened, strict=True) if way.place is None or way.place not in far]


def _closed(ways: Sequence[Way], mine: PlaceId | None) -> list[Way]:
    """Say once of my store why something is not possible there."""
    here = [way for way in ways if way.place == mine and mine is not None]
    if any(way.possible for way in here):
        return [way for way in here if not way.possible and way.kind is WayKind.TAKE_NOW]
    return [way for way in here if way.kind is WayKind.COLLECT][:1] or here[:1]


def _cost(way: ShownWay) -> int:
    return way.cost.minor if way.cost else 0


def _plain(postal_code: str) -> str:
    """Return a postcode that is being typed; '' as long as it is none."""
    try:
        return delivery.plain_postcode(postal_code) if postal_code.strip() else ""
    except delivery.BadPostcode:
        return ""
