"""Facts about parity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class ChannelsDiffer(Event):
    """Channels of a market show an article differently, in one aspect, or otherwise than they did."""

    TYPE: ClassVar[str] = "parity.channels_differ.v1"
    market: UUID
    variant: UUID | None
    aspect: str
    values: dict[str, int | str | None]

    def topics(self, aggregate: UUID) -> list[str]:
        """Tell pages about the market's channels."""
        return [f"parity:{self.market}"]


@dataclass(frozen=True)
class ChannelsAgree(Event):
    """Channels that showed an article differently show the same again."""

    TYPE: ClassVar[str] = "parity.channels_agree.v1"
    market: UUID
    variant: UUID | None
    aspect: str

    def topics(self, aggregate: UUID) -> list[str]:
        """Tell pages about the market's channels."""
        return [f"parity:{self.market}"]
