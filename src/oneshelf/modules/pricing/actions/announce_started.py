"""Telling that planned prices have begun to hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.pricing.events import PriceChanged

PRICES_A_BATCH = 500
"""How many prices one transaction tells of."""


@dataclass(frozen=True, slots=True)
class _Started:
    id: UUID
    market: UUID
    variant: UUID
    amount: int
    currency: str
    per: int
    valid_from: datetime
    valid_until: datetime | None
    price_list: str

    def draft(self) -> outbox.Draft:
        event = PriceChanged(
            market=self.market,
            variant=self.variant,
            amount=self.amount,
            per=self.per,
            currency=self.currency,
            starts=self.valid_from,
            ends=self.valid_until,
            price_list=self.price_list,
        )
        return outbox.Draft(event, aggregate=self.id, sequence=2)


_STARTED = sql.statement(__name__, "started", row=_Started)


def announce_started() -> int:
    """Emit `PriceChanged` for every planned price that began since the last call; return how many.

    Prices are right without it, since they are read by the moment; this is for whoever shows or copies them.
    """
    told = 0
    while batch := _announce_batch():
        told += batch
    return told


@retried
def _announce_batch() -> int:
    now = clock.now()
    started = _STARTED.all(at=now, limit=PRICES_A_BATCH)
    outbox.emit([row.draft() for row in started], at=now)
    return len(started)
