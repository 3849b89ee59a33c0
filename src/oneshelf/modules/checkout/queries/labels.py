"""What labels say of goods in somebody's hand: how much is in a portion, what it costs, and the last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from oneshelf.kernel import clock
from oneshelf.kernel.money import round_half_away
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Portion, VariantSnapshot
from oneshelf.modules.checkout.errors import WrongLabel
from oneshelf.modules.checkout.types import Wanted
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import public as pricing


def as_labelled(
    lines: Sequence[Wanted], labels: Sequence[str], *, market: MarketId, buyer: pricing.Buys
) -> list[Wanted]:
    """Return lines as their labels say them, each by its own; '' is none. Without any nothing is asked.

    What a label says it costs is what it costs, and how much of it there is follows from today's price; what a label
    says it weighs is in it, whatever was asked for. The first unit is of its lot, where the line names none. Raises
    WrongLabel for one that is not of its line's article, NoPrice, and the catalogue's WrongCheckDigit and NotABarcode.
    """
    read = catalogue.find_portions(market, [label for label in labels if label])
    for line, label in zip(lines, labels, strict=True):
        if label and (label not in read or read[label].variant != line.variant):
            raise WrongLabel(label=label, variant=str(line.variant))
    portioned = sorted({each.variant for each in read.values() if each.price is not None or each.units is not None})
    snapshots = catalogue.snapshots(portioned) if portioned else {}
    return [
        _as_said(line, read[label], snapshots.get(line.variant), market, buyer) if label else replace(line, lots=())
        for line, label in zip(lines, labels, strict=True)
    ]


def units_on_label(portion: Portion, snapshot: VariantSnapshot, market: MarketId, buyer: pricing.Buys) -> int:
    """Return how many smallest sale units a portion is: one piece, or its weight, said or worked out from its price.

    Raises NoPrice.
    """
    if snapshot.unit.scale == 1:
        return 1
    if portion.units is not None:
        return portion.units
    assert portion.price is not None, "a label of measured goods says its weight or its price"
    found = pricing.prices(market, [portion.variant], clock.now(), buyer).get(portion.variant)
    if found is None or not found.unit_price.minor:
        raise pricing.NoPrice(variant=str(portion.variant))
    return max(1, round_half_away(portion.price * found.unit_price.per, found.unit_price.minor))


def _as_said(
    line: Wanted, said: Portion, snapshot: VariantSnapshot | None, market: MarketId, buyer: pricing.Buys
) -> Wanted:
    own = (said.lot,) if said.lot else ()
    if snapshot is None or (said.price is None and snapshot.unit.scale == 1):
        lots = line.lots[: max(0, line.quantity)] or own
        return Wanted(line.variant, line.quantity, expires_on=said.expires_on, lots=lots)
    return Wanted(
        line.variant,
        units_on_label(said, snapshot, market, buyer),
        expires_on=said.expires_on,
        amount=said.price,
        weighed=said.price is None,
        lots=own,
    )
