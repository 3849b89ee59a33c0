"""Made-up work around goods for a demo: suppliers, orders to them, a transfer and a count."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.counts import public as counts
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Level
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Sent, Wanted

MADE_UP = ("everything",)
"""The source holds no suppliers, orders to them, transfers or counts."""

_FEWEST, _MOST = 3, 8
"""How many articles an order, the transfer and the count have."""


def open_demo_supply(*, store: PlaceId) -> None:
    """Open what is missing of it at `store`; with suppliers there already, nothing is added."""
    at = places.get_place(store)
    if supply.list_suppliers(at.market):
        return
    levels = [each for each in inventory.levels_at(at.market, store, limit=40) if each.available > 0]
    if len(levels) < _FEWEST:
        return
    _order(store, levels[:_MOST])
    warehouses = places.list_places(at.market, {PlaceKind.WAREHOUSE})
    if warehouses:
        _transfer(warehouses[0].id, store)
    today = clock.now().date()
    variants = [each.variant for each in levels[:_MOST]]
    counts.plan_count(store, variants, title="Weekly count", due_on=today, made_up=MADE_UP, actor=SYSTEM)


def _order(store: PlaceId, levels: list[Level]) -> None:
    market = markets.get_market(places.get_place(store).market)
    suppliers = [
        supply.add_supplier(
            market.id, code=code, name=name, lead_days=days, minimum=1000, made_up=MADE_UP, actor=SYSTEM
        )
        for code, name, days in (("valley-dairy", "Valley Dairy", 2), ("corner-foods", "Corner Foods", 5))
    ]
    known = catalogue.snapshots([each.variant for each in levels])
    wanted = [
        Wanted(each, 12 * known[each].unit.scale, UnitPrice(150 + 25 * at, market.currency, known[each].unit.scale))
        for at, each in enumerate(known)
    ]
    today = clock.now().date()
    for at, supplier in enumerate((*suppliers, suppliers[0])):
        order = supply.draft_purchase(
            supplier.id, store, wanted, expected_on=today + timedelta(days=at), made_up=MADE_UP, actor=SYSTEM
        )
        if at < len(suppliers):
            supply.send_purchase(order.id, actor=SYSTEM)
        if at == 1:
            arrived = [Arrived(line.line, line.quantity // 2) for line in order.lines[:2]]
            supply.receive(order.id, arrived, receipt=new_id(), actor=SYSTEM)


def _transfer(warehouse: PlaceId, store: PlaceId) -> None:
    there = inventory.levels_at(places.get_place(store).market, warehouse, limit=40)
    lines = [Sent(each.variant, max(1, min(each.available, 6))) for each in there if each.available > 0][:_FEWEST]
    if lines:
        drafted = supply.draft_transfer(warehouse, store, lines, made_up=MADE_UP, actor=SYSTEM)
        supply.send_transfer(drafted.id, actor=SYSTEM)
