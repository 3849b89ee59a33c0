"""The nouns of tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType, Protocol, TypeAlias
from uuid import UUID

from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled

ZoneId = NewType("ZoneId", UUID)
RateId = NewType("RateId", UUID)
ExemptionId = NewType("ExemptionId", UUID)

STANDARD = "standard"
"""The class by which goods are taxed that have no rate of their own, and delivery."""

PPM_OF_A_PERCENT = 10_000

BandKey: TypeAlias = "tuple[Levy, ...] | int"
"""How goods are taxed: by these levies, or at this rate in hundredths of a percent, as far as no more is known."""

HIGHEST_PPM = 10_000_000
"""Ten times the amount: some excises on tobacco and spirits take more than all of it."""


@dataclass(frozen=True, slots=True)
class Levy:
    """One tax as documents name it: `ppm` millionths; a `compound` one of the amount with those before it."""

    code: str
    name: str
    ppm: int
    compound: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """What is taxed alike, in minor units: `amount` holds `tax`, of which each of its `levies` takes one of `taxes`.

    The `rate` is that of all of them together in hundredths of a percent, cut off where it is finer; that of documents
    from before levies were kept is all that is known of them.
    """

    rate: int
    amount: int
    tax: int
    levies: tuple[Levy, ...] = ()
    taxes: tuple[int, ...] = ()

    @property
    def key(self) -> BandKey:
        """What tells it from the others of its document."""
        return self.levies or self.rate

    @property
    def net(self) -> int:
        """The amount without its tax."""
        return self.amount - self.tax


@dataclass(frozen=True, slots=True)
class Rates:
    """What the classes of a market are taxed at on one day, in hundredths of a percent."""

    by_class: Mapping[str, int]

    def of(self, tax_class: str) -> int | None:
        """Return the rate of a class: its own, or the standard one; None where neither is known."""
        return self.by_class.get(tax_class, self.by_class.get(STANDARD))


@dataclass(frozen=True, slots=True)
class Where:
    """Where goods come into their buyer's hands: an address, or a place of the house.

    `country` is ISO 3166-1 alpha-2, `region` what its country calls its parts (ISO 3166-2 without the country).
    """

    country: str = ""
    region: str = ""
    postal_code: str = ""
    place: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """How far a zone reaches: everywhere, as far as it names no country, region, range of postcodes or place.

    A postcode is inside when its beginning lies between both bounds: '35' to '38' holds 35001 and 38999. Without a
    second bound it begins with the first.
    """

    country: str = ""
    region: str = ""
    postal_from: str = ""
    postal_until: str = ""
    place: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """Where some rates hold, by the code that its market knows it by."""

    id: ZoneId
    code: str
    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class NewRate:
    """What one tax takes of a class of goods: `ppm` millionths, from the day `since` until just before `until`.

    `code` names the tax ('vat', 'ny-state'); it is the same wherever a narrower zone has another rate for it. Those of
    one place are taken in the order of `position`; a `compound` one of the amount with those before it. `source` says
    where the rate is from: a law, a package and its version.
    """

    tax_class: str
    code: str
    name: str
    ppm: int
    since: date
    until: date | None = None
    compound: bool = False
    position: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class GivenRate:
    """A rate that a file or a package gives, with the zone in which it holds."""

    zone: str
    name: str
    area: Area
    rate: NewRate


@dataclass(frozen=True, slots=True)
class ZoneRate:
    """A rate as it stands in a zone."""

    id: RateId
    zone: Zone
    rate: NewRate


class ExemptionKind(StrEnum):
    """Why somebody is not charged: a certificate of an authority, or a VAT id by which they account for it."""

    CERTIFICATE = "certificate"
    VAT_ID = "vat_id"


@dataclass(frozen=True, slots=True)
class NewExemption:
    """What a customer shows: its number, where it holds (a country or one region of it), and from when until when."""

    kind: ExemptionKind
    number: str
    country: str
    since: date
    region: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exemption as it was recorded."""

    id: ExemptionId
    customer: CustomerId
    shown: NewExemption


@dataclass(frozen=True, slots=True)
class Regime:
    """How a market is taxed. Goods leave from `country`, where the seller is registered; '' is unknown.

    From the day `destination_since` consumers in other countries of the EU are taxed where their goods arrive: that on
    which the seller passed EUR 10,000 a year of such sales, or chose so (Directive 2006/112/EC, articles 33 and 59c).
    `provider` is who is asked for rates; '' is the house's own table. `rounding` says whether tax is rounded for each
    line or for the whole, and where halves go; what is sold keeps the one that it was priced with.
    """

    country: str = ""
    destination_since: date | None = None
    provider: str = ""
    rounding: compiled.Rounding = compiled.AS_USUAL


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, as far as tax is concerned: a customer who may be exempt, or the VAT id of their company."""

    customer: CustomerId | None = None
    vat_id: str = ""


ANYBODY = Buyer()


@dataclass(frozen=True, slots=True)
class TaxRequest:
    """What is asked for a basket: who is charged what on its `classes`, on a `day` of the place's calendar."""

    market: MarketId
    inclusive: bool
    to: Where
    day: date
    classes: frozenset[str]
    buyer: Buyer = ANYBODY


@dataclass(frozen=True, slots=True)
class Book:
    """What a market's table says of one address on one day: its rates there and at home, and what the buyer showed.

    `version` changes with the rates.
    """

    regime: Regime = Regime()
    rates: tuple[ZoneRate, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    version: str = ""


class TaxProvider(Protocol):
    """The port of those who know rates: the house's table, or an outside service under the entry point `oneshelf.tax`.

    An outside one is asked in a thread of its own and must not use the database. It has half a second; whatever it
    raises, and when it takes longer, the table answers instead.
    """

    def taxes(self, request: TaxRequest) -> compiled.Taxes:
        """Return what each of the request's classes is taxed at."""
        ...
