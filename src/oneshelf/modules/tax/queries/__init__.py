"""Reading the table of tax."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.db.models import QuerySet

from oneshelf.kernel import caches, decoding, sql
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import models, rules
from oneshelf.modules.tax.types import (
    Area,
    Book,
    Exemption,
    ExemptionId,
    ExemptionKind,
    NewExemption,
    NewRate,
    RateId,
    Rates,
    Regime,
    Where,
    Zone,
    ZoneId,
    ZoneRate,
)

MOST_ROWS = 200
"""The most rates or exemptions of one page."""


@dataclass(frozen=True, slots=True)
class _BookRow:
    country: str
    destination_since: date | None
    provider: str
    rounded_per: str
    halves: str
    rates: str
    exemptions: str


_BOOK = sql.statement(__name__, "book", row=_BookRow)
_Key = tuple[MarketId, Where, date]
_BuyerKey = tuple[MarketId, CustomerId, date]
_Shown = tuple[Exemption, ...]
_BOOKS = caches.Cache[_Key, Book]("tax tables", events=["tax.*"], most=20_000, max_age_s=600.0)
_SHOWN = caches.Cache[_BuyerKey, _Shown]("exemptions of buyers", events=["tax.*"], most=20_000, max_age_s=600.0)


def book_of(market: MarketId, to: Where, day: date, buyer: CustomerId | None = None) -> Book:
    """Return what a market's table says on a day of where goods go to, and what their buyer showed.

    One statement, or none when both are remembered: rates by their address, what was shown by its buyer.
    """
    key = (market, replace(to, postal_code=rules.plain_postcode(to.postal_code)), day)
    books: dict[_Key, Book] = {}
    read: dict[_BuyerKey, _Shown] = {}

    def load(keys: list[_Key]) -> dict[_Key, Book]:
        found = {}
        for each in keys:
            found[each], shown = _read(*each, buyer)
            if buyer is not None:
                read[market, buyer, day] = shown
        return found

    def load_shown(keys: list[_BuyerKey]) -> dict[_BuyerKey, _Shown]:  # the statement that reads a book reads it too
        books.update(_BOOKS.get([key], load))
        return read or {each: _shown_by(*each) for each in keys}

    if buyer is None:
        return _BOOKS.get([key], load)[key]
    shown = _SHOWN.get([(market, buyer, day)], load_shown)[market, buyer, day]
    book = books.get(key) or _BOOKS.get([key], load)[key]
    return replace(book, exemptions=shown) if shown else book


def rates_on(market: MarketId, day: date) -> Rates:
    """Return what a market's classes are taxed at on a day, at home, in hundredths of a percent.

    Nothing where prices do not hold their tax. A class whose taxes together are no whole hundredths is left out.
    """
    if not markets.get_market(market).tax_included:
        return Rates({})
    book = book_of(market, Where(), day)
    home, classes = Where(country=book.regime.country), {each.rate.tax_class for each in book.rates}
    whole = {each: rules.whole_ppm(rules.components(book.rates, home, each)) for each in classes}
    return Rates({each: ppm // 100 for each, ppm in whole.items() if ppm is not None and ppm % 100 == 0})


def regime_of(market: MarketId) -> Regime:
    """Return how a market is taxed, as far as somebody has said so."""
    row = models.Regime.objects.filter(market=market).first()
    return _regime(row) if row else Regime()


def takes_vat_ids(market: MarketId) -> bool:
    """Tell whether it matters in a market that its buyers have a VAT id: its goods leave from a country of the EU."""
    return regime_of(market).country in rules.EU


def list_zones(market: MarketId) -> list[Zone]:
    """Return a market's zones by code."""
    return [as_zone(row) for row in models.Zone.objects.filter(market=market).order_by("code")]


def list_rates(
    market: MarketId, *, country: str = "", on: date | None = None, after: RateId | None = None, limit: int = MOST_ROWS
) -> list[ZoneRate]:
    """Return a page of a market's rates by id: of one country's zones, and those that hold `on` a day, if given."""
    rows = models.ZoneRate.objects.select_related("zone").filter(zone__market=market)
    if country:
        rows = rows.filter(zone__country=country)
    if on is not None:
        rows = rows.filter(valid__contains=on)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [as_rate(row) for row in rows.order_by("id")[: min(limit, MOST_ROWS)]]


def exemptions_of(market: MarketId, customer: CustomerId) -> list[Exemption]:
    """Return what a customer showed in a market, the latest first, ended ones too."""
    rows = models.Exemption.objects.filter(market=market, customer=customer).order_by("-id")[:MOST_ROWS]
    return [as_exemption(row) for row in rows]


def rates_of(zone: ZoneId, tax_class: str, code: str) -> QuerySet[models.ZoneRate]:
    """Return the rates of one tax on one class in a zone, with their zone."""
    return models.ZoneRate.objects.select_related("zone").filter(zone=zone, tax_class=tax_class, code=code)


def as_zone(row: models.Zone) -> Zone:
    """Return what a row says."""
    place = PlaceId(row.place_id) if row.place_id else None
    area = Area(row.country, row.region, row.postal_from, row.postal_until, place)
    return Zone(ZoneId(row.id), row.code, row.name, area)


def as_rate(row: models.ZoneRate) -> ZoneRate:
    """Return what a row says."""
    rate = NewRate(
        tax_class=row.tax_class,
        code=row.code,
        name=row.name,
        ppm=row.ppm,
        since=row.valid.lower,
        until=row.valid.upper,
        compound=row.compound,
        position=row.position,
        source=row.source,
    )
    return ZoneRate(RateId(row.id), as_zone(row.zone), rate)


def as_exemption(row: models.Exemption) -> Exemption:
    """Return what a row says."""
    shown = NewExemption(ExemptionKind(row.kind), row.number, row.country, row.valid.lower, row.region, row.valid.upper)
    return Exemption(ExemptionId(row.id), CustomerId(row.customer_id), shown)


def _read(market: MarketId, to: Where, day: date, buyer: CustomerId | None) -> tuple[Book, _Shown]:
    row = _BOOK.one(
        market=market,
        country=to.country,
        region=to.region,
        postal_code=to.postal_code,
        place=to.place,
        day=day,
        customer=buyer,
    )
    book = Book(
        _regime(row),
        _decode_rates(row.rates),
        version=hashlib.sha256(row.rates.encode()).hexdigest()[:12],
    )
    return book, _decode_exemptions(row.exemptions)


def _shown_by(market: MarketId, customer: CustomerId, day: date) -> _Shown:
    return tuple(
        map(as_exemption, models.Exemption.objects.filter(market=market, customer=customer, valid__contains=day))
    )


def _regime(row: models.Regime | _BookRow) -> Regime:
    rounding = compiled.Rounding(compiled.RoundingMode(row.halves), compiled.TaxRounding(row.rounded_per))
    return Regime(row.country, row.destination_since, row.provider, rounding)


_decode_rates = partial(decoding.decode, kind=tuple[ZoneRate, ...])
_decode_exemptions = partial(decoding.decode, kind=tuple[Exemption, ...])
