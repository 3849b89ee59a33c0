"""Facts about sourcing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class PolicyPublished(Event):
    """Version `version` of the market's sourcing policy holds from `starts` on; its aggregate is the policy."""

    TYPE: ClassVar[str] = "sourcing.policy_published.v1"
    market: UUID
    version: int
    starts: datetime
