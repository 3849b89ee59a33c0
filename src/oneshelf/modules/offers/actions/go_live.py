"""Letting offers go live, pausing and ending them."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.offers import rules
from oneshelf.modules.offers.actions.draft import locked, move
from oneshelf.modules.offers.actions.run import begin_run, end_run
from oneshelf.modules.offers.types import Offer, OfferId, State


@retried
def go_live(offer: OfferId, *, actor: Actor) -> Offer:
    """Let a draft, or a paused offer, give from now on. Raises UnknownOffer and WrongState."""
    known = locked(offer)
    rules.MACHINE.check(known.state, State.LIVE)
    begin_run(known, end_run(offer, clock.now()), actor=actor)
    return move(offer, "offers.go_live", actor, State.LIVE)


@retried
def pause(offer: OfferId, *, actor: Actor) -> Offer:
    """Let an offer give nothing for the moment; what it gave works on. Raises UnknownOffer and WrongState."""
    return _stop(offer, State.PAUSED, "offers.pause", actor)


@retried
def end(offer: OfferId, *, actor: Actor) -> Offer:
    """Let an offer give nothing ever again; what it gave works on. Raises UnknownOffer and WrongState."""
    return _stop(offer, State.ENDED, "offers.end", actor)


def _stop(offer: OfferId, state: State, action: str, actor: Actor) -> Offer:
    known = locked(offer)
    rules.MACHINE.check(known.state, state)
    end_run(offer, clock.now())
    return move(offer, action, actor, state)
