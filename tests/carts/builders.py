"""Carts for tests."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.places import public as places
from tests.markets.builders import a_channel, a_market
from tests.places.builders import a_store


@dataclass(frozen=True)
class Floor:
    """A market with a store that is open all day, a web channel and one of tills."""

    market: markets.Market
    web: markets.Channel
    tills: markets.Channel
    store: places.Place

    def cart(self, **quantities: int) -> carts.Cart:
        """Open a guest's cart, with so many units of a variant each."""
        cart, _secret = carts.open_for_guest(self.market.id, self.web.id)
        for quantity in quantities.values():
            cart = carts.add_line(cart.id, a_variant(), quantity)
        return cart

    def parked(self, label: str = "1", *, by: carts.Holder | None = None, units: int = 2) -> carts.Cart:
        """Park a basket of one line."""
        lines = [carts.CartLine(a_variant(), units)]
        hands = by or a_till()
        return carts.park(self.store.id, self.tills.id, lines, label=label, by=hands, staff=new_id())


def a_floor() -> Floor:
    """Open a market with a store."""
    market = a_market()
    return Floor(market, a_channel(market), a_channel(market, ChannelKind.TILL), a_store(market))


def a_variant() -> VariantId:
    """Name a variant; carts do not ask what it is."""
    return VariantId(new_id())


def a_till(name: str = "Till 2") -> carts.Holder:
    """Name a till."""
    return carts.Holder(carts.HolderKind.TILL, new_id(), name)


def a_member(name: str = "Anna") -> carts.Holder:
    """Name a member of staff."""
    return carts.Holder(carts.HolderKind.STAFF, new_id(), name)
