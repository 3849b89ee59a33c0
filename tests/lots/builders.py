"""Units that are told apart, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NewVariant, Tracks, VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Part, Told
from oneshelf.modules.places.public import PlaceId
from tests.catalogue.builders import a_product
from tests.inventory.builders import Shop

Made = dict[str, int]
"""How many units there are of each lot or condition."""


def today() -> date:
    return clock.now().date()


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def a_tracked_variant(tracks: Tracks = Tracks.LOTS, margin_days: int = 0) -> VariantId:
    """Add an article whose units are told apart."""
    sku = f"T-{new_id().hex[-12:]}"
    a_product(sku, variants=[NewVariant(sku=sku, tracks=tracks, margin_days=margin_days)])
    return catalogue.variants_by_sku([sku])[sku]


def receive(shop: Shop, variant: VariantId, *told: Told, place: PlaceId | None = None) -> UUID:
    """Take in what is told."""
    cause, units = new_id(), {variant: sum(each.quantity for each in told)}
    inventory.receive(shop.market.id, place or shop.store.id, units, cause=cause, at=clock.now(), told=told)
    return cause


def lot(variant: VariantId, code: str, quantity: int, expires_on: date | None = None) -> Told:
    return Told(1, variant, quantity, lot=code, expires_on=expires_on)


def serial(variant: VariantId, code: str) -> Told:
    return Told(1, variant, 1, lot=code, serial=True)


def sell(shop: Shop, variant: VariantId, quantity: int, sale: UUID | None = None) -> UUID:
    """Sell at the till, as an order does."""
    sale = sale or new_id()
    columns = ([1], [shop.store.id], [variant], [quantity])
    with refusals(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT inventory_sell_over_counter(%s, %s, %s, %s, %s, %s, %s, %s, NULL, NULL, false)",
            [shop.market.id, sale, clock.now(), shop.virtual.customer, *columns],
        )
    return sale


def parts_of(shop: Shop, variant: VariantId, place: PlaceId | None = None) -> Sequence[Part]:
    return lots.parts(shop.market.id, [variant], [place or shop.store.id])


def by_lot(shop: Shop, variant: VariantId, place: PlaceId | None = None) -> Made:
    made: Made = {}
    for each in parts_of(shop, variant, place):
        made[each.code or "?"] = made.get(each.code or "?", 0) + each.quantity
    return made
