"""Facts about tax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class TaxTableChanged(Event):
    """What a market's goods are taxed at, or who is exempt there, has changed; ask for it again."""

    TYPE: ClassVar[str] = "tax.table_changed.v1"
    market: UUID
