"""Moving a change of prices from one state to the next, under a lock."""

from __future__ import annotations

from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.errors import UnknownChange
from oneshelf.modules.pricing.events import PriceChangeMoved
from oneshelf.modules.pricing.types.changes import CHANGE_MACHINE, ChangeId, ChangeState


def lock(change: ChangeId, market: MarketId | None = None) -> models.Change:
    """Return a change; nobody else goes on with it until the transaction ends. Raises UnknownChange."""
    rows = models.Change.objects.select_for_update().filter(id=change)
    row = (rows.filter(market=market) if market else rows).first()
    if row is None:
        raise UnknownChange(change=str(change))
    return row


def move(market: MarketId, change: ChangeId, wanted: ChangeState) -> models.Change:
    """Bring a change into another state and return it as it was. Raises UnknownChange, WrongState."""
    row = lock(change, market)
    CHANGE_MACHINE.check(ChangeState(row.state), wanted)
    settle(row, wanted)
    return row


def settle(row: models.Change, wanted: ChangeState) -> None:
    """Write the next state of a locked change, and tell it."""
    models.Change.objects.filter(id=row.id).update(state=wanted.value, version=row.version + 1)
    announce(row, wanted, row.version + 1)


def announce(row: models.Change, state: ChangeState, version: int) -> None:
    """Tell in which state a change is since this version: in a busy one, a job goes on with it."""
    event = PriceChangeMoved(row.market_id, row.id, state.value)
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=version)])
