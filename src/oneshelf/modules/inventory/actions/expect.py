"""Telling what comes in, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.types import Expected
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True, slots=True)
class _Touched:
    place: PlaceId
    variant: VariantId


_EXPECT = sql.statement(__name__, "expect", row=_Touched)


@retried
def expect(market: MarketId, source_kind: str, source: UUID, rows: Sequence[Expected]) -> None:
    """Say what a source (a purchase order, a transfer) will still bring; it replaces all that the source said before.

    A line may bring several variants, each once. Raises BadQuantity. Tell it again whenever a part has come.
    """
    rules.check_quantities(rows)
    touched = _EXPECT.all(
        market=market,
        kind=source_kind,
        source=source,
        lines=[row.line for row in rows],
        places=[row.place for row in rows],
        variants=[row.variant for row in rows],
        dates=[row.expected_on for row in rows],
        quantities=[row.quantity for row in rows],
    )
    announce(market, [(row.place, row.variant) for row in touched], cause=source, at=clock.now())


def unexpect(market: MarketId, source_kind: str, source: UUID) -> None:
    """Say that nothing more comes from a source. Repeating it is harmless."""
    expect(market, source_kind, source, [])
