"""Finding what labels of packed portions, and of goods that say their last day, are stuck on."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from oneshelf.kernel import caches, sql
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.errors import NotABarcode, WrongCheckDigit
from oneshelf.modules.catalogue.rules import labels
from oneshelf.modules.catalogue.types import VariantId
from oneshelf.modules.catalogue.types.labels import LabelLayout, Portion, Says
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId


@dataclass(frozen=True, slots=True)
class _Carried:
    gtin: str
    variant: UUID


@dataclass(frozen=True, slots=True)
class _Read:
    """What a label says of the article that carries `gtin`."""

    gtin: str
    units: int | None = None
    price: int | None = None
    expires_on: date | None = None
    lot: str = ""


_VARIANTS_BY_GTIN = sql.statement(__name__, "variants_by_gtin", row=_Carried)
_LAYOUTS = caches.Cache[MarketId, tuple[LabelLayout, ...]]("label layouts", most=1_000, max_age_s=10.0)


def find_portion(market: MarketId, text: str) -> Portion | None:
    """Return what the label that was scanned is stuck on; see `find_portions`."""
    return find_portions(market, [text]).get(text)


def find_portions(market: MarketId, texts: Iterable[str]) -> dict[str, Portion]:
    """Return what labels are stuck on: GS1 codes with a net weight, price or last day, or numbers of the market's own.

    What is no such label, or of an article that nobody knows, is left out. So is one that says no weight or price but
    zero: that is the article's own number, and gives nothing away. One statement where there are any. Raises
    WrongCheckDigit for a misread one, and NotABarcode for a price that the market's currency cannot hold.
    """
    read = {text: found for text in texts if (found := _read(market, text))}
    gtins = sorted({each.gtin for each in read.values()})
    variants = {each.gtin: VariantId(each.variant) for each in _VARIANTS_BY_GTIN.all(gtins=gtins)} if gtins else {}
    return {
        text: Portion(variants[each.gtin], each.units, each.price, each.expires_on, each.lot)
        for text, each in read.items()
        if each.gtin in variants
    }


def _read(market: MarketId, text: str) -> _Read | None:
    scan = None
    with suppress(NotABarcode, WrongCheckDigit):
        scan = rules.read_scan(text)
    if scan is None or not (scan.price or scan.weight_g or scan.expires_on):
        return _read_own(market, text)
    price = _minor(market, scan.price) if scan.price else None
    return _Read(scan.gtin, scan.weight_g or None, price, scan.expires_on, scan.lot)


def _minor(market: MarketId, price: Decimal) -> int | None:
    currency = markets.get_market(market).currency
    try:
        return Money.parse(f"{price:f}", currency).minor
    except ValueError as error:
        raise NotABarcode(value=str(price)) from error


def _read_own(market: MarketId, text: str) -> _Read | None:
    if not text.strip().startswith(("2", "02")):
        return None
    label = labels.read_label(text, _layouts(market))
    if label is None or not label.value:
        return None
    return _Read(label.gtin, label.value) if label.says is Says.WEIGHT else _Read(label.gtin, price=label.value)


def _layouts(market: MarketId) -> tuple[LabelLayout, ...]:
    """Return a market's layouts, those with longer prefixes first."""
    return _LAYOUTS.get([market], _load_layouts)[market]


def _load_layouts(markets: list[MarketId]) -> dict[MarketId, tuple[LabelLayout, ...]]:
    names = ("prefix", "says", "item_digits", "inner_check", "value_digits", "step")
    found: dict[MarketId, list[LabelLayout]] = {market: [] for market in markets}
    for market, prefix, says, *rest in models.LabelLayout.objects.filter(market__in=markets).values_list(
        "market", *names
    ):
        found[MarketId(market)].append(LabelLayout(prefix, Says(says), *rest))
    return {
        market: tuple(sorted(each, key=lambda layout: len(layout.prefix), reverse=True))
        for market, each in found.items()
    }
