"""Finding what the label of a packed portion is stuck on."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from oneshelf.kernel import caches, sql
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.errors import NotABarcode, WrongCheckDigit
from oneshelf.modules.catalogue.rules import labels
from oneshelf.modules.catalogue.types import VariantId
from oneshelf.modules.catalogue.types.labels import LabelLayout, Portion, Says
from oneshelf.modules.markets.public import MarketId

_VARIANT_BY_GTIN = sql.statement(__name__, "variant_by_gtin", row=UUID)
_LAYOUTS = caches.Cache[MarketId, tuple[LabelLayout, ...]]("label layouts", most=1_000, max_age_s=10.0)


def find_portion(market: MarketId, text: str) -> Portion | None:
    """Return the packed portion whose label was scanned: a GS1 code with a net weight, or a number of the market's own.

    None for whatever is no such label, or of an article that nobody knows. Raises WrongCheckDigit for a misread one.
    """
    with suppress(NotABarcode, WrongCheckDigit):
        scan = rules.read_scan(text)
        found = _VARIANT_BY_GTIN.find(gtin=scan.gtin) if scan.weight_g is not None else None
        if found is not None:
            return Portion(VariantId(found), scan.weight_g, None)
    if not text.strip().startswith(("2", "02")):
        return None
    label = labels.read_label(text, _layouts(market))
    carried = _VARIANT_BY_GTIN.find(gtin=label.gtin) if label else None
    if label is None or carried is None:
        return None
    is_weight = label.says is Says.WEIGHT
    return Portion(VariantId(carried), label.value if is_weight else None, None if is_weight else label.value)


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
