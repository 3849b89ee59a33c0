"""Every way to get a basket: taken, collected, sent to a store, delivered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from oneshelf.kernel import clock
from oneshelf.kernel.errors import Invalid
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, Position
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Way
from oneshelf.surfaces.api import baskets, directory, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.errors import ChannelClosed
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import channel_for


class NewPromise(shapes.Given, frozen=True):
    """A basket, and where its shopper is: a store, a postcode with its country, a position, or several of them."""

    channel: shapes.Code
    lines: shapes.Lines
    place: shapes.Code | None = None
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$", description="ISO 3166-1 alpha-2.")] = ""
    postal_code: Annotated[str, Meta(max_length=20)] = ""
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None
    stores: Annotated[int, Meta(ge=1, le=10, description="The most stores to be told of.")] = 5


class Missing(msgspec.Struct, frozen=True):
    """What a way lacks of a line."""

    sku: str
    quantity: int


class Doubt(msgspec.Struct, frozen=True):
    """Stock at `place` that was not counted for long, or was missing of late: `trust` goes from 0 to 100."""

    place: str
    trust: int


class PromisedWay(msgspec.Struct, frozen=True):
    """One way to get the basket, or, with a `reason`, why not. `places` are those that send or hand over.

    With `expected_on` some of it is sold `ahead` and comes in on that day. `doubt` is stock that makes it uncertain.
    """

    kind: Literal["take_now", "collect", "ship_to_store", "deliver", "split"]
    possible: bool
    reason: str | None
    missing: list[Missing]
    place: str | None
    places: list[str]
    service: str
    carrier: str
    cost: shapes.Money
    earliest: datetime | None
    promised_by: datetime | None
    confidence: Annotated[int, Meta(description="How likely the promise is kept, from 0 to 100.")]
    distance_m: int | None
    expected_on: date | None
    ahead: Literal["preorder", "backorder"] | None
    doubt: Doubt | None


class Promises(msgspec.Struct, frozen=True):
    """Every way, the soonest first; those that are not possible come last."""

    ways: list[PromisedWay]


@operation(
    "POST",
    "/promises",
    summary="Tell every way to get a basket",
    tag="checkout",
    needs="checkout.use",
    for_shoppers=True,
    gives=Promises,
    refuses=(
        *(checkout.EmptyBasket, checkout.TooManyLines, checkout.NotForSale, pricing.NoPrice, pricing.BadQuantity),
        *(markets.UnknownChannel, ChannelClosed, places.UnknownPlace, delivery.BadPostcode),
    ),
)
def promise(call: Call, body: NewPromise) -> Reply:
    """Return the ways with cost, time and confidence, and say of the others why not. Nothing is held by it."""
    channel = channel_for(call, body.channel)
    store = directory.open_place(call.market.id, body.place).id if body.place else None
    basket = baskets.find(body.lines)
    with basket.pointing():
        quote = checkout.quote(call.market, basket.wanted, basket.snapshots, pricing.Buyer(channel.id))
    lines = checkout.demanded(quote)
    where = sourcing.Where(_destination(body), store)
    ways = sourcing.promise(
        call.market.id,
        channel.id,
        sourcing.Basket(lines, quote.items),
        where,
        clock.now(),
        stores=body.stores,
    )
    named = {each for way in ways for each in (way.place, *(leg.place for leg in way.legs)) if each}
    codes = {key: place.code for key, place in places.places_by_id(named).items()}
    skus = {line.line: line.snapshot.sku for line in quote.lines}
    return Reply(Promises([_shown(way, codes, skus) for way in ways]))


def _destination(body: NewPromise) -> delivery.Destination:
    if (body.latitude is None) != (body.longitude is None):
        missing = "latitude" if body.latitude is None else "longitude"
        raise Invalid(name=missing, value="", cure="latitude, longitude")
    position = None
    if body.latitude is not None and body.longitude is not None:
        position = Position(body.latitude, body.longitude)
    postal_code = delivery.plain_postcode(body.postal_code) if body.postal_code else ""
    return delivery.Destination(body.country, postal_code, position)


def _shown(way: Way, codes: dict[PlaceId, str], skus: dict[int, str]) -> PromisedWay:
    return PromisedWay(
        kind=way.kind.value,
        possible=way.possible,
        reason=way.reason.value if way.reason else None,
        missing=[Missing(skus[each.line], each.missing) for each in way.missing],
        place=codes[way.place] if way.place else None,
        places=[codes[leg.place] for leg in way.legs],
        service=way.service,
        carrier=way.carrier,
        cost=shapes.money(way.cost),
        earliest=way.earliest,
        promised_by=way.promised_by,
        confidence=way.confidence,
        distance_m=way.distance_m,
        expected_on=way.expected_on,
        ahead=way.ahead.value if way.ahead else None,
        doubt=_doubt(way, codes),
    )


def _doubt(way: Way, codes: dict[PlaceId, str]) -> Doubt | None:
    shelf = way.doubted
    return Doubt(codes[shelf.place], shelf.trust) if shelf and shelf.trust is not None else None
