"""Say how somebody who stands in a store gets what it lacks, from the shelves of the whole chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.delivery.public import Destination
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.modules.sourcing.actions.promise import promise
from oneshelf.modules.sourcing.types import Basket, OrderLine, Way, WayKind, Where

STORES_ASKED = 3
"""Among how many stores, this one and the nearest, a way to collect is looked for."""


def ways_elsewhere(
    here: Place,
    channel: ChannelId | None,
    wanted: Sequence[tuple[VariantSnapshot, int]],
    goods: Money | None = None,
    *,
    along: Sequence[tuple[VariantSnapshot, int]] = (),
) -> list[Way]:
    """Return how `wanted` can be had by somebody who stands in `here`, otherwise than along at once, soonest first.

    Empty when in no way. Parcels are promised for around the store; `goods` is what the shopper pays for them. What
    they take `along` is not there for later. Nothing is held by looking: a fixed number of statements.
    """
    market = markets.get_market(here.market)
    where = Where(Destination(here.address.country, here.address.postal_code, here.position), here.id)
    basket = Basket(order_lines(wanted), goods or Money.zero(market.currency))
    gone = Counter[tuple[PlaceId, VariantId]]()
    for known, quantity in along:
        gone.subtract({(here.id, part): quantity * count for part, count in known.parts})
    found = promise(market.id, channel, basket, where, clock.now(), stores=STORES_ASKED, held=gone)
    return [way for way in found if way.possible and way.kind is not WayKind.TAKE_NOW]


def doubts_about(here: Place, ways: Sequence[Way]) -> list[inventory.Confidence | None]:
    """Return why the stock is in doubt on which each of `ways` stands, seen from `here`; one statement, if any is."""
    keys = [(way.doubted.place, way.doubted.variant) if way.doubted else None for way in ways]
    asked = {key for key in keys if key}
    known = inventory.confidence(here.market, list(asked)) if asked else {}
    return [known.get(key) if key else None for key in keys]


def order_lines(wanted: Iterable[tuple[VariantSnapshot, int]]) -> tuple[OrderLine, ...]:
    """Return what snapshots and quantities take from the shelves, weighed: of a kit its components, under its line.

    Lines are numbered from 1 in their order. One statement.
    """
    parts = [
        (line, part, quantity * count)
        for line, (known, quantity) in enumerate(wanted, start=1)
        for part, count in known.parts
    ]
    weights = catalogue.weights([part for _, part, _ in parts])
    return tuple(OrderLine(line, part, quantity, weights.get(part, 0)) for line, part, quantity in parts)
