"""Products as lists show them: with today's price and what my store has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.storefront.visits import Visit
from oneshelf.ui.formats import unit_price_text

REDUCTION_PERCENT = 5
"""By how much a price must be below the lowest of the 30 days before to be announced as reduced."""

CARD_WIDTH = 320
"""How wide a card's picture is drawn, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A price as it is shown: for one piece, kilogram, litre ...; `was` is the lowest of the 30 days before."""

    now: Money
    was: Money | None
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """A product of a list. `available` is what the store can promise; None when no store was chosen."""

    slug: str
    title: str
    brand: str
    picture: str
    unit: Unit
    tag: Tag | None
    is_from: bool
    variant: catalogue.VariantId | None
    choices: int
    available: int | None


def tag_of(price: UnitPrice, unit: Unit, lowest: UnitPrice | None, content: catalogue.Content | None = None) -> Tag:
    """Return how `price` is shown; of a piece with a net content, also what a kilogram, litre or metre of it costs."""
    now = price.times(unit.scale)
    was = lowest.times(unit.scale) if lowest else None
    is_reduced = was is not None and now.minor * 100 <= was.minor * (100 - REDUCTION_PERCENT)
    note = ""
    if unit is not Unit.EACH:
        note = _("per %(unit)s") % {"unit": unit.value}
    elif content:
        note = unit_price_text(content.price(price), content.unit)
    return Tag(now, was if is_reduced else None, note)


def cards_of(visit: Visit, hits: Sequence[catalogue.Hit], store: Place | None = None) -> list[Card]:
    """Price the products of a list and count them in `store` (mine, if None): four statements for all of them."""
    variants = [variant for hit in hits for variant in hit.variants]
    now = clock.now()
    prices = pricing.prices(visit.market.id, variants, now, visit.buyer)
    lowest = pricing.lowest_in_30_days(
        visit.market.id, variants, now, visit.buyer, progressive=visit.market.progressive_reductions
    )
    contents = catalogue.contents(variants)
    available = available_in(visit, store or visit.store, variants)
    return [_card(hit, prices, lowest, contents, available) for hit in hits]


def available_in(
    visit: Visit, store: Place | None, variants: Sequence[catalogue.VariantId]
) -> dict[catalogue.VariantId, int] | None:
    """Return what a store can promise to the web of each of `variants`; None without a store."""
    if store is None:
        return None
    (found,) = inventory.availability(store.market, visit.channel.id, variants, [store.id])
    return dict(zip(variants, found.units, strict=True))


def _card(
    hit: catalogue.Hit,
    prices: dict[catalogue.VariantId, pricing.Price],
    lowest: dict[catalogue.VariantId, UnitPrice],
    contents: dict[catalogue.VariantId, catalogue.Content],
    available: dict[catalogue.VariantId, int] | None,
) -> Card:
    priced = [variant for variant in hit.variants if variant in prices]
    cheapest = min(priced, key=lambda each: prices[each].unit_price.times(hit.unit.scale), default=None)
    tag = None
    if cheapest:
        tag = tag_of(prices[cheapest].unit_price, hit.unit, lowest.get(cheapest), contents.get(cheapest))
    return Card(
        slug=hit.slug,
        title=hit.title,
        brand=hit.brand,
        picture=picture_address(hit.picture, CARD_WIDTH),
        unit=hit.unit,
        tag=tag,
        is_from=len({prices[each].unit_price for each in priced}) > 1,
        variant=cheapest,
        choices=len(hit.variants),
        available=_most(available, hit.variants),
    )


def picture_address(path: str | None, width: int) -> str:
    """Return where a picture of `width` CSS pixels lies; '' when there is none."""
    return catalogue.picture_url(path, width) if path else ""


def _most(available: dict[catalogue.VariantId, int] | None, variants: Iterable[catalogue.VariantId]) -> int | None:
    return None if available is None else max((available[each] for each in variants), default=0)
