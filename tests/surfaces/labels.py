"""Goods with labels: packed portions, and what has a last day and a lot."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stdnum import ean

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.models import LabelLayout
from oneshelf.modules.catalogue.public import NewVariant, Tracks, VariantId
from oneshelf.modules.catalogue.rules.labels import inner_check
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.pricing import public as pricing
from tests.catalogue.builders import a_product, a_variant
from tests.checkout.builders import Shop
from tests.lots.builders import lot

GTIN = "04006381333931"


def a_cheese(shop: Shop, *, unit: Unit = Unit.KILOGRAM, gtin: str = GTIN, price: int = 1_090) -> VariantId:
    """Sell cheese, of which there are five kilograms, or five thousand pieces."""
    cheese = a_variant("Gouda", unit=unit)
    pricing.set_price(shop.market.id, cheese, UnitPrice(price, "USD", unit.scale), clock.now(), actor=SYSTEM)
    inventory.receive(shop.market.id, shop.store.id, {cheese: 5_000}, cause=new_id(), at=clock.now())
    catalogue.add_barcode(cheese, gtin, actor=SYSTEM)
    return cheese


def a_layout(shop: Shop, **fields: Any) -> None:
    LabelLayout.objects.create(market_id=shop.market.id, **fields)


def price_label(minor: int) -> str:
    """Return an EAN-13 of article 211234 that says a price."""
    digits = f"211234{inner_check(f'{minor:05}')}{minor:05}"
    return f"{digits}{ean.calc_check_digit(digits)}"


def weight_label(units: int) -> str:
    """Return an EAN-13 of article 2812345 that says how much it weighs."""
    digits = f"2812345{units:05}"
    return f"{digits}{ean.calc_check_digit(digits)}"


def in_days(count: int) -> date:
    """Return a day as the till's store counts it; the shop's clocks are UTC."""
    return clock.now().date() + timedelta(days=count)


def dated(count: int, *, more: str = "") -> str:
    """Return what a scanner sends of a sticker that says an article and its last day, so many days ahead."""
    return f"]C101{GTIN}17{in_days(count):%y%m%d}{more}"


def a_milk_in_lots(shop: Shop, **units: int) -> VariantId:
    """Sell milk that is kept by lots, each of which expires a day later than the one before."""
    a_product("MILK", variants=[NewVariant(sku="MILK", tracks=Tracks.LOTS, barcodes=(GTIN,))])
    milk = catalogue.variants_by_sku(["MILK"])["MILK"]
    told = [lot(milk, code, many, in_days(day)) for day, (code, many) in enumerate(units.items(), 1)]
    pricing.set_price(shop.market.id, milk, UnitPrice(200, "USD"), clock.now(), actor=SYSTEM)
    inventory.receive(
        shop.market.id, shop.store.id, {milk: sum(units.values())}, cause=new_id(), at=clock.now(), told=told
    )
    return milk


def lying(shop: Shop, milk: VariantId) -> dict[str | None, int]:
    return {each.code: each.quantity for each in lots.parts(shop.market.id, [milk], [shop.store.id])}
