"""Facts about promotions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class PromotionDrafted(Event):
    """A promotion is being thought of. It holds for nobody."""

    TYPE: ClassVar[str] = "promotions.drafted.v1"
    market: UUID
    code: str


@dataclass(frozen=True)
class PromotionChanged(Event):
    """Something about a promotion is different; its rule is `number` from `since` on (null: once it goes live)."""

    TYPE: ClassVar[str] = "promotions.changed.v1"
    market: UUID
    number: int
    since: datetime | None


@dataclass(frozen=True)
class PromotionWentLive(Event):
    """A promotion holds from `starts` until just before `ends` (null: until further notice)."""

    TYPE: ClassVar[str] = "promotions.went_live.v1"
    market: UUID
    code: str
    number: int
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True)
class PromotionPaused(Event):
    """A promotion holds no more, until it goes live again."""

    TYPE: ClassVar[str] = "promotions.paused.v1"
    market: UUID


@dataclass(frozen=True)
class PromotionEnded(Event):
    """A promotion holds no more, for good."""

    TYPE: ClassVar[str] = "promotions.ended.v1"
    market: UUID


@dataclass(frozen=True)
class GroupChanged(Event):
    """A stacking group is new, or is called or ordered otherwise."""

    TYPE: ClassVar[str] = "promotions.group_changed.v1"
    market: UUID
    code: str
