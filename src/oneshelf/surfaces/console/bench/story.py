"""The bench `story`: one day of a chain of 300 stores whose history is real, every channel open, faults on."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size

if TYPE_CHECKING:
    from oneshelf.modules.markets.public import MarketId
    from oneshelf.surfaces.console.simulate.books import Books
    from oneshelf.surfaces.console.simulate.chain import Article, Chain

STORES, TINY_STORES = 300, 3
WEEKS = 2
"""How much of the history lies in the books when the day begins."""

ACTS, TINY_ACTS = 3_000, 60
"""How much happens on the day."""

ARTICLES = 400
"""How many articles of the assortment people want on that day."""

SEED = 2027
TROUBLE = 3


class Nothing:
    """Watches a load and says nothing."""

    def begin(self, step: str, total: int) -> None:
        """A step begins."""

    def advance(self, units: int) -> None:
        """It goes on."""


def story(size: Size) -> dict[str, Any]:
    """Load the history, live one day in it, and prove the books; raises AssertionError when they do not balance."""
    tiny = size == stages.TINY
    with stages.database():
        import django

        django.setup()
        from oneshelf.surfaces.console.load.journey.load import load
        from oneshelf.surfaces.console.load.journey.slices import Slice
        from oneshelf.surfaces.console.simulate.life import Life

        began = time.monotonic()
        stores = TINY_STORES if tiny else STORES
        load(Slice(f"story-{stores}", stores=stores, weeks=WEEKS), Nothing())
        loading = time.monotonic() - began
        life = Life(SEED, TINY_ACTS if tiny else ACTS, TROUBLE)
        with life.begun(furnish) as world:
            began = time.monotonic()
            wrong = life.live(world, 1)
            day = time.monotonic() - began
        assert not wrong, "\n".join(wrong)
        ended = Counter(order.state for order in world.books.orders.values())
        return {
            "bench": "story",
            "wall_seconds": round(day, 1),
            "acts": len(life.told),
            "acts_per_s": round(len(life.told) / day, 1),
            "orders": sum(ended.values()),
            "completed": ended["completed"],
            "cancelled": ended["cancelled"],
            "machines_died": world.fuse.count,
            "wrong": len(wrong),
            "stores": len(world.chain.stores),
            "load_seconds": round(loading, 1),
            "cores": os.cpu_count(),
        }


def furnish() -> tuple[Chain, Books]:
    """Give the loaded chain what a day needs: tills, suppliers, a quarantine; return it with what lies where."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.modules.inventory import public as inventory
    from oneshelf.modules.markets import public as markets
    from oneshelf.modules.markets.public import ChannelKind
    from oneshelf.modules.places import public as places
    from oneshelf.modules.places.public import PlaceKind
    from oneshelf.modules.tills import public as tills
    from oneshelf.surfaces.console.simulate import chain as chains
    from oneshelf.surfaces.console.simulate.books import Books

    (market,) = markets.list_markets()
    channel = {each.kind: each.id for each in markets.list_channels(market.id)}
    stores = [each.id for each in places.list_places(market.id, {PlaceKind.STORE})]
    (warehouse, *_) = places.list_places(market.id, {PlaceKind.WAREHOUSE})
    articles = _articles(market.id)
    till = channel[ChannelKind.TILL]
    chain = chains.Chain(
        market=market,
        stores=stores,
        warehouse=warehouse.id,
        virtual=places.virtual_places(market.id),
        web=channel[ChannelKind.WEB],
        marketplace=channel[ChannelKind.API],
        tills=[tills.enrol_till(store, till, "Story", actor=SYSTEM)[0] for store in stores],
        suppliers=chains.suppliers(market),
        articles=articles,
        customers=chains.shoppers(),
        quarantine=chains.open_quarantine(market),
        senders=frozenset(each.id for each in places.list_places(market.id) if each.ships),
    )
    levels = inventory.levels(market.id, [each.variant for each in articles])
    return chain, Books(Counter({(each.place, each.variant): each.on_hand for each in levels}))


def _articles(market: MarketId) -> list[Article]:
    """Choose articles that are on sale by the piece, those that were bought lately among them."""
    from oneshelf.kernel import clock
    from oneshelf.kernel.quantity import Unit
    from oneshelf.modules.catalogue import public as catalogue
    from oneshelf.modules.orders import public as orders
    from oneshelf.modules.pricing import public as pricing
    from oneshelf.surfaces.console.simulate.chain import Article

    wanted = orders.popular_variants(market, most=2 * ARTICLES)
    known = catalogue.snapshots(wanted)
    prices = pricing.prices(market, wanted, clock.now())
    found = [
        Article(variant, prices[variant].unit_price.minor, {variant: 1})
        for variant in wanted
        if variant in prices and prices[variant].unit_price.per == 1 and known[variant].unit is Unit.EACH
    ]
    return random.Random(SEED).sample(found, min(ARTICLES, len(found)))
