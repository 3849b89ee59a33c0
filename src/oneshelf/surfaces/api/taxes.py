"""What goods are taxed at: the table of a market, and what is taken at an address."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from oneshelf.kernel import clock
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import RateId, TaxRequest, ZoneRate
from oneshelf.surfaces.api import cursors, directory, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

Country = Annotated[str, Meta(pattern="^[A-Z]{2}$", description="ISO 3166-1, two letters.")]
Day = Annotated[date | None, Meta(description="A day of the market's calendar; today, if left out.")]


class RatesQuery(shapes.Given, frozen=True):
    """Which rates are asked for: those of one country's zones, or all; that hold on a day."""

    country: Country | None = None
    on: Day = None
    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 50


class TaxArea(msgspec.Struct, frozen=True):
    """How far a zone reaches; everywhere, as far as a part is null."""

    country: str | None
    region: str | None
    postal_from: str | None
    postal_until: str | None
    place: str | None


class TaxRate(msgspec.Struct, frozen=True):
    """What one tax takes of a class of goods in a zone, in millionths, from `since` until just before `until`."""

    zone: str
    area: TaxArea
    tax_class: str
    tax: str
    name: str
    ppm: int
    compound: bool
    position: int
    since: date
    until: date | None
    source: str


class TaxRatePage(msgspec.Struct, frozen=True):
    """Rates that hold on a day: a page, as they were entered."""

    on: date
    items: list[TaxRate]
    next: str | None


class AddressQuery(shapes.Given, frozen=True):
    """Where goods come into their buyer's hands, at an address or a place of the house, and of what class they are."""

    country: Country | None = None
    region: Annotated[str, Meta(max_length=100)] = ""
    postal_code: Annotated[str, Meta(max_length=20)] = ""
    place: Annotated[shapes.Code | None, Meta(description="A place's code, instead of an address.")] = None
    tax_class: Annotated[str, Meta(min_length=1, max_length=20)] = tax.STANDARD
    on: Day = None


class TaxPart(msgspec.Struct, frozen=True):
    """One tax, in millionths; a `compound` one is taken of the amount with those before it."""

    tax: str
    ppm: int
    compound: bool


class TaxesAt(msgspec.Struct, frozen=True):
    """What is taken of goods at an address, in this order. `treatment` is charged, exempt or reverse."""

    on: date
    inclusive: bool
    treatment: str
    taxes: list[TaxPart]
    version: str


class TaxRegime(shapes.Given, frozen=True):
    """How a market is taxed: from where its goods leave, who knows the rates, and how tax is rounded.

    Tax is `rounded_per` document (what is taxed alike, together) or per line; `halves` of it, and of what promotions
    take off, go away from zero or to the even one. Without a `provider` the market's table knows the rates.
    """

    country: Country | None
    destination_since: Annotated[date | None, Meta(description="When consumers elsewhere in the EU are taxed there.")]
    provider: Annotated[str, Meta(max_length=60)] | None
    rounded_per: compiled.TaxRounding
    halves: compiled.RoundingMode


@operation(
    "GET",
    "/tax/rates",
    summary="List rates of tax",
    tag="catalogue",
    needs="tax.view",
    gives=TaxRatePage,
)
def list_tax_rates(call: Call, query: RatesQuery) -> Reply:
    """Return the rates of the market's table that hold on a day.

    They change at midnight, by the clocks of where goods are handed over.
    """
    on = query.on or tax.day_at(clock.now(), call.market.time_zone)
    after = RateId(cursors.row_in(query.cursor)) if query.cursor else None
    found = tax.list_rates(call.market.id, country=query.country or "", on=on, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    named = places.places_by_id({each.zone.area.place for each in page if each.zone.area.place})
    items = [_rate(each, {key: at.code for key, at in named.items()}) for each in page]
    return Reply(TaxRatePage(on, items, str(page[-1].id) if len(found) > query.limit else None))


@operation(
    "GET",
    "/tax/at",
    summary="Tell what is taken at an address",
    tag="catalogue",
    needs="tax.view",
    gives=TaxesAt,
    refuses=(places.UnknownPlace, places.PlaceClosed),
)
def tell_taxes(call: Call, query: AddressQuery) -> Reply:
    """Return the taxes on a class of goods where they are handed over, as a basket of anybody's would have them.

    In the United States and Canada a postcode says in which state or province it is.
    """
    at = directory.open_place(call.market.id, query.place) if query.place else None
    if at is None:
        where = tax.read_where(query.country or "", query.region, query.postal_code)
    else:
        where = tax.read_where(at.address.country, at.address.region, at.address.postal_code, at.id)
    on = query.on or tax.day_at(clock.now(), at.time_zone if at else call.market.time_zone)
    included = call.market.tax_included
    found = tax.taxes(TaxRequest(call.market.id, included, where, on, frozenset({query.tax_class})))
    parts = [TaxPart(each.code, each.ppm, each.compound) for each in found.by_class[query.tax_class]]
    return Reply(TaxesAt(on, included, found.treatment.value, parts, found.version))


@operation(
    "GET",
    "/tax/regime",
    summary="Show how the market is taxed",
    tag="catalogue",
    needs="tax.view",
    gives=TaxRegime,
)
def show_tax_regime(call: Call) -> Reply:
    """Return from where goods leave, who knows the rates, and how tax is rounded."""
    return Reply(_regime(tax.regime_of(call.market.id)))


@operation(
    "PUT",
    "/tax/regime",
    summary="Set how the market is taxed",
    tag="catalogue",
    needs="tax.manage",
    gives=TaxRegime,
    refuses=(tax.UnknownProvider,),
)
def set_tax_regime(call: Call, body: TaxRegime) -> Reply:
    """Replace how the market is taxed and rounded, from now on. What was ordered keeps what it was priced with."""
    call.actor.require("tax.manage")
    rounding = compiled.Rounding(body.halves, body.rounded_per)
    regime = tax.Regime(body.country or "", body.destination_since, body.provider or "", rounding)

    def work() -> Reply:
        tax.set_regime(call.market.id, regime, actor=call.actor)
        return Reply(_regime(regime))

    return call.once(work)


def _regime(found: tax.Regime) -> TaxRegime:
    return TaxRegime(
        found.country or None,
        found.destination_since,
        found.provider or None,
        found.rounding.tax,
        found.rounding.mode,
    )


def _rate(each: ZoneRate, codes: dict[places.PlaceId, str]) -> TaxRate:
    area, rate = each.zone.area, each.rate
    return TaxRate(
        zone=each.zone.code,
        area=TaxArea(
            area.country or None,
            area.region or None,
            area.postal_from or None,
            area.postal_until or area.postal_from or None,
            codes[area.place] if area.place else None,
        ),
        tax_class=rate.tax_class,
        tax=rate.code,
        name=rate.name,
        ppm=rate.ppm,
        compound=rate.compound,
        position=rate.position,
        since=rate.since,
        until=rate.until,
        source=rate.source,
    )
