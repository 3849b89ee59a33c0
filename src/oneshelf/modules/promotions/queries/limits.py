"""What is left of promotions with limits, and the proof of what was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import models
from oneshelf.modules.promotions.types import PromotionId, Taken


@dataclass(frozen=True, slots=True)
class _Row:
    promotion: UUID
    uses: int
    off: int
    uses_are_limited: bool
    off_is_limited: bool
    to_unknown: bool

    def left(self) -> compiled.Left:
        uses, off = self.uses if self.uses_are_limited else None, self.off if self.off_is_limited else None
        return compiled.Left(uses, off, to_unknown=self.to_unknown)


_LEFT = sql.statement(__name__, "left", row=_Row)
_AUDITS = [sql.statement(__name__, f"audit_{name}", row=Discrepancy) for name in ("uses", "events")]


def left(
    market: MarketId,
    promotions: Sequence[PromotionId],
    *,
    customer: CustomerId | None,
    at: datetime,
    owner: UUID | None = None,
) -> dict[str, compiled.Left]:
    """Return what is left of promotions for a basket, as a fact for the kernel: none asked, no statement; else one.

    What the basket's own checkout (`owner`) holds already is left to it.
    """
    if not promotions:
        return {}
    rows = _LEFT.all(promotions=list(promotions), customer=customer, day=day_of(market, at), owner=owner)
    return {str(row.promotion): row.left() for row in rows}


def taken_of(promotions: Sequence[PromotionId]) -> dict[PromotionId, Taken]:
    """Return what orders and checkouts have taken of promotions since they have limits; nothing of others."""
    rows = models.Counter.objects.filter(promotion_id__in=promotions, scope="all")
    return {PromotionId(row.promotion_id): Taken(row.uses, row.off) for row in rows}


def day_of(market: MarketId, at: datetime) -> date:
    """Return the day of a market: limits of a day begin at its midnight."""
    return at.astimezone(ZoneInfo(markets.get_market(market).time_zone)).date()


def audit() -> list[Discrepancy]:
    """Compare what promotions gave with the uses that were taken, and their changes with their events."""
    return [row for statement in _AUDITS for row in statement.all()]
