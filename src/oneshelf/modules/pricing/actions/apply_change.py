"""Applying a change of many prices, and taking it back as a whole; a job goes on with either."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.actions.change_state import lock, move
from oneshelf.modules.pricing.errors import ChangeTooLate
from oneshelf.modules.pricing.types.changes import ChangeId, ChangeState


@retried
def apply_change(market: MarketId, change: ChangeId, *, actor: Actor) -> None:
    """Let the rows that are ready become prices: planned ones, or from now on. `carry_on` writes them.

    Raises UnknownChange, WrongState, and ChangeTooLate when its beginning has passed since it was looked at.
    """
    row = lock(change, market)
    if row.starts is not None and row.starts <= clock.now():
        raise ChangeTooLate(starts=row.starts.isoformat())
    move(market, change, ChangeState.APPLYING)
    trail.record("price_change.applied", trail.Subject("price change", change), actor=actor)


@retried
def undo_change(market: MarketId, change: ChangeId, *, actor: Actor) -> None:
    """Take a change back: what has not begun vanishes, what holds ends now, and the price before it goes on.

    What was charged meanwhile stays charged. A price that somebody has changed since is left as it is. `carry_on`
    does it. Raises UnknownChange, WrongState.
    """
    move(market, change, ChangeState.UNDOING)
    trail.record("price_change.undone", trail.Subject("price change", change), actor=actor)
