"""Ids of everything that is loaded, derived from the source's own numbers: a second run names the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from oneshelf.kernel.ids import derived_id
from oneshelf.modules.catalogue.public import CategoryId, ProductId, SetId, VariantId
from oneshelf.modules.customers.public import CustomerId, GroupId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments.public import PaymentId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.promotions.public import PromotionId
from oneshelf.surfaces.console.load.journey import source


@dataclass(frozen=True, slots=True)
class Ids:
    """Makes ids. What has no instant of its own is as old as the chain: `opened_at`."""

    opened_at: datetime

    @property
    def market(self) -> MarketId:
        """The one market."""
        return MarketId(self._of("market"))

    @property
    def warehouse(self) -> PlaceId:
        """The place from which parcels leave."""
        return PlaceId(self._of("warehouse"))

    def channel(self, code: str) -> ChannelId:
        """The channel with that code."""
        return ChannelId(self._of(f"channel:{code}"))

    def store(self, number: int) -> PlaceId:
        """A store by the source's number; 0 is the warehouse."""
        return PlaceId(self._of(f"store:{number}")) if number else self.warehouse

    def category(self, slug: str) -> CategoryId:
        """A node of the tree."""
        return CategoryId(self._of(f"category:{slug}"))

    def product(self, number: int) -> ProductId:
        """A product by the source's number."""
        return ProductId(self._of(f"product:{number}"))

    def variant(self, number: int) -> VariantId:
        """The only variant of that product."""
        return VariantId(self._of(f"variant:{number}"))

    def picture(self, product: int) -> UUID:
        """The only picture of that product."""
        return self._of(f"picture:{product}")

    def price(self, product: int, week: int) -> UUID:
        """The price window of that product that begins in that week of the source."""
        return self._of(f"price:{product}:{week}")

    def household(self, number: int) -> CustomerId:
        """A household by the source's number."""
        return CustomerId(self._of(f"household:{number}"))

    def mailed(self, campaign: int) -> GroupId:
        """The group of households that got a campaign."""
        return GroupId(self._of(f"mailed:{campaign}"))

    def goods_of(self, offer: str) -> SetId:
        """The products of a coupon's offer."""
        return SetId(self._of(f"goods:{offer}"))

    def offer(self, offer: str) -> PromotionId:
        """The promotion of a coupon's offer."""
        return PromotionId(self._of(f"offer:{offer}"))

    def filling(self, store: int) -> UUID:
        """The receipt that fills a store's shelves before the first day."""
        return self._of(f"filling:{store}")

    def delivery(self, store: int, week: int, at: datetime) -> UUID:
        """The receipt of a store for a week."""
        return derived_id(source.NAME, f"delivery:{store}:{week}", at)

    def order(self, basket: int, at: datetime) -> OrderId:
        """The order of a basket."""
        return OrderId(derived_id(source.NAME, f"basket:{basket}", at))

    def payment(self, basket: int, tender: str, at: datetime) -> PaymentId:
        """What one tender paid of a basket."""
        return PaymentId(derived_id(source.NAME, f"{tender}:{basket}", at))

    def line(self, kind: str, basket: int, line: int, at: datetime) -> UUID:
        """A row that belongs to a line of a basket: 'sold', its movement of stock, or a kind of adjustment."""
        return derived_id(source.NAME, f"{kind}:{basket}:{line}", at)

    def delivered(self, store: int, week: int, product: int, at: datetime) -> UUID:
        """The movement of a product that comes in for a week of a store; week 0 is the shelf's filling."""
        return derived_id(source.NAME, f"delivered:{store}:{week}:{product}", at)

    def _of(self, key: str) -> UUID:
        return _known(key, self.opened_at)


@cache
def _known(key: str, at: datetime) -> UUID:
    return derived_id(source.NAME, key, at)  # kept, since every line names its product and place again
