"""Facts about stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class StockChanged(Event):
    """What `place` can promise of `variants` has changed, because of `cause`; read the levels for the figures."""

    TYPE: ClassVar[str] = "inventory.stock_changed.v1"
    market: UUID
    place: UUID
    variants: list[UUID]
    cause: UUID

    def topics(self, aggregate: UUID) -> list[str]:
        """A live page listens to the variants that it shows."""
        return [f"variant:{variant}" for variant in self.variants]


@dataclass(frozen=True)
class RulesChanged(Event):
    """What decides about the promises of a market has changed: buffers, which variants are hot, what is sold ahead."""

    TYPE: ClassVar[str] = "inventory.rules_changed.v1"
    market: UUID
    cause: UUID


@dataclass(frozen=True)
class ShortfallFound(Event):
    """Goods that somebody owns by right are not there: `owner` lacks `units` of `variant` on `line` at `place`.

    A payment came after its hold was gone, or somebody with authority took what was promised. Whoever keeps orders
    finds the goods elsewhere, lets the customer wait or pays back; nothing is reserved for these units.
    """

    TYPE: ClassVar[str] = "inventory.shortfall.v1"
    market: UUID
    place: UUID
    variant: UUID
    owner_kind: str
    owner: UUID
    line: int
    units: int
    cause: UUID
