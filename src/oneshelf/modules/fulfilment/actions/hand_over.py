"""Hand goods over to whoever proves that they are theirs; unlock after wrong PINs."""

from __future__ import annotations

import hmac

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import hand_out
from oneshelf.modules.fulfilment.errors import PinLocked, WrongPin, WrongToken
from oneshelf.modules.fulfilment.queries import consignment_in, get_consignment, pin_for
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState

_COUNT_TRY = sql.statement(__name__, "count_try", row=int)
_UNLOCK = sql.statement(__name__, "unlock")


def hand_over(consignment: ConsignmentId, pin: str, *, actor: Actor) -> Consignment:
    """Hand a consignment over to somebody who knows its PIN; the goods leave the stock with it.

    Each try is counted and committed before the PIN is looked at, so that trying from many tills at once gains
    nothing: it must not be called in another transaction. Raises NotFound, WrongMethod, WrongState, WrongPin and
    PinLocked.
    """
    rules.check_move(get_consignment(consignment), ConsignmentState.COLLECTED)
    with transaction.atomic(durable=True):
        tries = _COUNT_TRY.find(consignment=consignment, most=rules.MOST_PIN_TRIES)
    if tries is None:
        rules.check_move(get_consignment(consignment), ConsignmentState.COLLECTED)
        raise PinLocked(consignment=str(consignment))
    if not hmac.compare_digest(pin.strip().encode(), pin_for(consignment).encode()):
        raise WrongPin(consignment=str(consignment), left=rules.MOST_PIN_TRIES - tries)
    return _collect(consignment, actor)


def hand_over_by_token(consignment: ConsignmentId, token: str, *, actor: Actor) -> Consignment:
    """Hand a consignment over to somebody who shows its QR code, also after too many wrong PINs.

    In a transaction of its own, or the caller's. Raises NotFound, WrongMethod, WrongState and WrongToken.
    """
    if consignment_in(token) != consignment:
        raise WrongToken
    return _collect(consignment, actor)


@retried
def unlock(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Forget wrong PINs, after somebody with authority has checked who the customer is. Raises NotFound."""
    known = get_consignment(consignment)
    _UNLOCK.execute(consignment=consignment)
    trail.record("fulfilment.unlock", trail.Subject("consignment", consignment), actor=actor, place=known.place)
    return get_consignment(consignment)


@retried
def _collect(consignment: ConsignmentId, actor: Actor) -> Consignment:
    at = clock.now()
    collected = move(consignment, ConsignmentState.COLLECTED, actor=actor, at=at)
    hand_out(collected, at=at)
    return collected
