"""The chain that lives: three stores, a warehouse, a quarantine, two suppliers, eight articles and two kits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor, ActorKind, Grant
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.supply import public as supply
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.console.simulate.books import UNDATED, Books
from oneshelf.surfaces.console.simulate.clockwork import BEGINS

STORES = 3
ARTICLES = 8
PRICES = (250, 999, 1450, 75)
DATED = (2, 4)
"""Which of the articles come in batches; the first of them is in a kit."""

KEEPS = timedelta(days=400)
"""How long the batches of the first day are good: nothing runs out within a life."""

BEGINNING = 30
"""Units of each article at each place on the first day."""

CURRENCY = "USD"

MOST_UNPAID = 2
"""How many orders somebody may have under way that they pay when they collect them."""

WALKERS_IN = ("ana@example.com", "bo@example.com", "cy@example.com")
"""Who orders without having paid: few enough to come to that limit."""

CONTACT = Contact(
    name="Ana", email="ana@example.com", street="High St 1", postal_code="10001", city="York", country="US"
)


@dataclass(frozen=True)
class Article:
    """Something on sale: its price in minor units, and what one unit takes from the shelves."""

    variant: VariantId
    cents: int
    parts: Mapping[UUID, int]


@dataclass(frozen=True)
class Chain:
    """Places, doors and people of the chain."""

    market: markets.Market
    stores: list[PlaceId]
    warehouse: PlaceId
    virtual: places.VirtualPlaces
    web: markets.ChannelId
    marketplace: markets.ChannelId
    tills: list[tills.Till]
    suppliers: list[supply.Supplier]
    articles: list[Article]
    customers: list[customers.CustomerId]
    quarantine: PlaceId
    """Where goods go that arrive damaged at a place which has nowhere of its own to keep them apart."""
    senders: frozenset[PlaceId] = frozenset()
    """Who sends parcels; everybody, when it is empty."""
    bringers: frozenset[PlaceId] = frozenset()
    """From where the house's own van drives to every store."""
    pays_later: bool = False
    """Whether orders may be paid when they are collected."""
    dated: frozenset[VariantId] = frozenset()
    """What comes in batches, each of them good until a day."""

    def apart_from(self, place: PlaceId) -> PlaceId:
        """Where goods go that arrive damaged at a place."""
        own = places.find_quarantine(place)
        return own.id if own else self.quarantine

    @property
    def plain(self) -> list[Article]:
        """What lies on the shelves as it is sold."""
        return [each for each in self.articles if each.variant in each.parts]

    @property
    def shelves(self) -> list[PlaceId]:
        """Where goods are sold, sent and counted."""
        return [*self.stores, self.warehouse]

    @property
    def cashier(self) -> UUID:
        """Who stands at the tills."""
        return UUID(int=0x7000 << 64 | 2 << 62 | 1)

    def counter(self, number: int) -> Actor:
        """Somebody who counts."""
        return Actor(ActorKind.STAFF, UUID(int=0x7000 << 64 | 2 << 62 | number), frozenset({Grant("counts.count")}))


def open_chain() -> tuple[Chain, Books]:
    """Open a chain with full shelves, and return it with books of what lies where. In transactions of its own."""
    code = f"simulated-{new_id().hex[-8:]}"
    market = markets.create_market(
        code=code,
        name="Simulated",
        currency=CURRENCY,
        default_language="en",
        languages=("en",),
        time_zone="UTC",
        tax_included=True,
    )
    places.open_market_places(market.id)
    stores = [_open(market, f"{code}-{n}", PlaceKind.STORE, sells=True, collects=True) for n in range(1, STORES + 1)]
    warehouse = _open(market, f"{code}-w", PlaceKind.WAREHOUSE)
    web, till, other = (
        markets.create_channel(market.id, code=kind.value, kind=kind, name=kind.value)
        for kind in (ChannelKind.WEB, ChannelKind.TILL, ChannelKind.MARKETPLACE)
    )
    articles = _articles(market)
    chain = Chain(
        market=market,
        stores=stores,
        warehouse=warehouse,
        virtual=places.virtual_places(market.id),
        web=web.id,
        marketplace=other.id,
        tills=[tills.enrol_till(store, till.id, f"Till {n}", actor=SYSTEM)[0] for n, store in enumerate(stores)],
        suppliers=suppliers(market),
        articles=articles,
        customers=shoppers(),
        quarantine=open_quarantine(market),
        bringers=frozenset({warehouse, stores[0]}),
        pays_later=True,
        dated=frozenset(VariantId(articles[number].variant) for number in DATED),
    )
    for place in sorted(chain.bringers):
        delivery.set_lane(delivery.Lane(place, None, weekdays=tuple(range(7))), actor=SYSTEM)
    payments.settle_terms(market.id, payments.CollectionTerms(None, MOST_UNPAID), actor=SYSTEM)
    everything, books, day = {VariantId(each.variant): BEGINNING for each in chain.plain}, Books(), good_until(0)
    told = [
        lots.Told(line, variant, BEGINNING, lot=batch_of(day), expires_on=day)
        for line, variant in enumerate(everything, start=1)
        if variant in chain.dated
    ]
    for place in chain.shelves:
        inventory.receive(market.id, place, everything, cause=new_id(), at=clock.now(), told=told)
        for variant in everything:
            books.move(variant, BEGINNING, None, place, day if variant in chain.dated else UNDATED)
    return chain, books


def good_until(days: int) -> date:
    """Return the day until which a batch is good that keeps so many days longer than those of the first day."""
    return (BEGINS + KEEPS).date() + timedelta(days=days)


def batch_of(day: date) -> str:
    """Return the code on a batch that is good until a day."""
    return f"B{day:%y%m%d}"


def open_quarantine(market: markets.Market) -> PlaceId:
    """Open where damaged goods go, and return it."""
    return _open(market, f"{market.code}-q", PlaceKind.QUARANTINE, ships=False)


def suppliers(market: markets.Market) -> list[supply.Supplier]:
    """Take up two suppliers, of whom one may bring more than was ordered."""
    return [_supplier(market, f"{market.code}-{number}", over) for number, over in enumerate((0, 20))]


def shoppers() -> list[customers.CustomerId]:
    """Register those who order by phone."""
    return [customers.register(name=f"Customer {number}").id for number in range(3)]


def _open(
    market: markets.Market,
    code: str,
    kind: PlaceKind,
    *,
    sells: bool = False,
    collects: bool = False,
    ships: bool = True,
) -> PlaceId:
    return places.open_place(
        market.id, code=code, name=code, kind=kind, sells=sells, collects=collects, ships=ships, actor=SYSTEM
    ).id


def _supplier(market: markets.Market, code: str, over: int) -> supply.Supplier:
    return supply.add_supplier(market.id, code=code, name=code, lead_days=2, over_percent=over, actor=SYSTEM)


def _articles(market: markets.Market) -> list[Article]:
    category = catalogue.create_category("Food", None, slug=f"food-{new_id().hex[-8:]}", actor=SYSTEM)
    skus = [f"SIM-{new_id().hex[-10:]}" for _ in range(ARTICLES + 2)]
    for number, sku in enumerate(skus):
        described = catalogue.ProductDescription(title=f"Article {number}", category=category)
        tracks = catalogue.Tracks.LOTS if number in DATED else catalogue.Tracks.NOTHING
        catalogue.create_product(described, [catalogue.NewVariant(sku=sku, tracks=tracks)], actor=SYSTEM)
    known = catalogue.variants_by_sku(skus)
    variants = [known[sku] for sku in skus]
    plain, kits = variants[:ARTICLES], variants[ARTICLES:]
    made_of: dict[VariantId, dict[VariantId, int]] = {
        kits[0]: {plain[0]: 2, plain[1]: 1},
        kits[1]: {plain[1]: 1, plain[2]: 3},
    }
    for kit, components in made_of.items():
        catalogue.compose_kit(kit, [catalogue.Component(v, n) for v, n in components.items()], actor=SYSTEM)
    articles = []
    for number, variant in enumerate(variants):
        cents = PRICES[number % len(PRICES)]
        pricing.set_price(market.id, variant, UnitPrice(cents, CURRENCY), clock.now(), actor=SYSTEM)
        parts: dict[UUID, int] = dict(made_of.get(variant, {variant: 1}).items())
        articles.append(Article(variant, cents, parts))
    return articles


def money(minor: int) -> Money:
    """Return so many minor units of the chain's money."""
    return Money(minor, CURRENCY)
