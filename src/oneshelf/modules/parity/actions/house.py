"""What channels of the house's own show, read from its modules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import Channel, ChannelId, ChannelKind, Market
from oneshelf.modules.parity.types import Showing
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.tax import public as tax

SELLING = (places.PlaceKind.STORE, places.PlaceKind.WAREHOUSE)
"""Places from which customers get goods."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is the same in every channel of the house: the articles, and what is known of them."""

    market: Market
    at: datetime
    articles: tuple[VariantSnapshot, ...]
    tags: Mapping[VariantId, tuple[str, ...]]
    rules: pricing.Rulebook
    weights: Mapping[VariantId, int]
    rounding: compiled.Rounding
    places: tuple[places.PlaceId, ...]


class House:
    """Reads what channels of the house's own show."""

    def __init__(self) -> None:
        self._methods: dict[ChannelKind, tuple[str, ...]] = {}

    def open(self, kind: ChannelKind, methods: tuple[str, ...]) -> None:
        """Let channels of a kind be the house's own; people pay there by `methods`."""
        self._methods[kind] = methods

    def shown(
        self, market: Market, channels: Sequence[Channel], articles: Collection[VariantSnapshot], at: datetime
    ) -> Mapping[ChannelId, Mapping[VariantId, Showing]]:
        """Return what channels show of articles to somebody unknown.

        What is the same in all of them is asked once; for each channel, what it lists and what it may promise.
        """
        variants = [article.variant for article in articles]
        asked = _Asked(
            market=market,
            at=at,
            articles=tuple(articles),
            tags=catalogue.tags(variants),
            rules=promotions.book_at(market.id, at).rules,
            weights=catalogue.weights(variants),
            rounding=_rounding(market, at),
            places=tuple(place.id for place in places.list_places(market.id, SELLING)),
        )
        return {channel.id: self._shown(channel, asked) for channel in channels}

    def _shown(self, channel: Channel, asked: _Asked) -> dict[VariantId, Showing]:
        market, variants = asked.market, [article.variant for article in asked.articles]
        prices = pricing.prices(market.id, variants, asked.at, pricing.Buyer(channel=channel.id))
        held = inventory.availability(market.id, channel.id, variants, list(asked.places))
        showings: dict[VariantId, Showing] = {}
        for position, article in enumerate(asked.articles):
            price = prices.get(article.variant)
            if price is None:
                continue
            tags, weight = asked.tags.get(article.variant, ()), asked.weights.get(article.variant, 0)
            basket = replace(_one_of(market, channel, article, price, tags, asked.at), rounding=asked.rounding)
            found = pricing.price(basket, asked.rules)
            charge = self._charge(market, found.items, weight * article.unit.scale)
            if charge is not None:
                found = pricing.price(replace(basket, delivery=compiled.Charge(charge)), asked.rules)
            showings[article.variant] = Showing(
                price=price.unit_price.minor,
                per=price.unit_price.per,
                price_list=price.price_list,
                reduced=found.items,
                promotions=tuple(off.label for line in found.lines for off in line.off),
                available=sum(each.units[position] for each in held),
                delivery=found.delivery.amount if found.delivery else None,
                delivery_promotions=tuple(off.label for off in found.delivery.off) if found.delivery else (),
            )
        return showings

    def methods(self, market: Market, channel: Channel) -> Collection[str]:
        """Return by which methods people pay in the channel."""
        return self._methods[channel.kind]

    def _charge(self, market: Market, goods: int, weight_g: int) -> int | None:
        """Return what bringing one costs, of which promotions left so much to pay; None where nobody brings it."""
        try:
            offer = delivery.cheapest(market.id, delivery.ANYWHERE, weight_g=weight_g, goods=goods)
        except delivery.NotDelivered:
            return None
        return offer.charge if offer else 0


def _rounding(market: Market, at: datetime) -> compiled.Rounding:
    day = tax.day_at(at, market.time_zone)
    return tax.rounding(tax.TaxRequest(market.id, market.tax_included, tax.Where(), day, frozenset()))


def _one_of(
    market: Market,
    channel: Channel,
    article: VariantSnapshot,
    price: pricing.Price,
    tags: tuple[str, ...],
    at: datetime,
) -> compiled.Basket:
    """Return a basket of one shown unit of an article, as a stranger fills it in that channel."""
    local = at.astimezone(ZoneInfo(market.time_zone))
    scale = article.unit.scale
    line = compiled.Line(
        key=article.sku,
        article=str(article.variant),
        quantity=scale,
        price=price.unit_price.minor,
        per=price.unit_price.per,
        scale=scale,
        tags=tags,
        tax_class=article.tax_class,
    )
    facts = compiled.Facts(
        at=int(at.timestamp()),
        weekday=local.weekday(),
        minute=60 * local.hour + local.minute,
        channel=channel.code,
    )
    return compiled.Basket(currency=market.currency, lines=(line,), facts=facts)
