"""Hand goods over to whoever proves that they are theirs; unlock after wrong PINs."""

from __future__ import annotations

import hmac

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.actions.against_payment import check_paid
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import hand_out
from oneshelf.modules.fulfilment.errors import PinLocked, WrongPin, WrongToken
from oneshelf.modules.fulfilment.queries import consignment_in, get_consignment, pin_for, token_for
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState

_COUNT_TRY = sql.statement(__name__, "count_try", row=int)
_UNLOCK = sql.statement(__name__, "unlock")


def hand_over(consignment: ConsignmentId, pin: str, *, actor: Actor) -> Consignment:
    """Hand a consignment over to somebody who knows its PIN; the goods leave the stock with it.

    Each try is counted and committed before the PIN is looked at, so that trying from many tills at once gains
    nothing: it must not be called in another transaction. Raises NotFound, WrongMethod, WrongState, MoneyDue (its PIN
    was not looked at then), WrongPin and PinLocked.
    """
    known = _waiting(consignment)
    check_paid(known)
    _prove(known, pin)
    return _collect(consignment, actor)


def hand_over_by_token(consignment: ConsignmentId, token: str, *, actor: Actor) -> Consignment:
    """Hand a consignment over to somebody who shows its QR code, also after too many wrong PINs.

    In a transaction of its own, or the caller's. Raises NotFound, WrongMethod, WrongState, MoneyDue and WrongToken.
    """
    _check_token(consignment, token)
    return _collect(consignment, actor)


def token_for_pin(consignment: ConsignmentId, pin: str) -> str:
    """Return the text of the QR code of a consignment to somebody who knows its PIN: proof, until its money is taken.

    Tries are counted as in `hand_over`, and forgotten with the right one. Transactions and refusals as there.
    """
    _prove(_waiting(consignment), pin)
    _UNLOCK.execute(consignment=consignment)
    return token_for(consignment)


def hand_over_against_payment(consignment: ConsignmentId, token: str, *, actor: Actor) -> Consignment:
    """Hand a consignment over to somebody who shows its QR code, in the caller's transaction, which takes the money.

    Raises NotFound, WrongMethod, WrongState and WrongToken.
    """
    _check_token(consignment, token)
    return _collect(consignment, actor, paid=True)


@retried
def unlock(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Forget wrong PINs, after somebody with authority has checked who the customer is. Raises NotFound."""
    known = get_consignment(consignment)
    _UNLOCK.execute(consignment=consignment)
    trail.record("fulfilment.unlock", trail.Subject("consignment", consignment), actor=actor, place=known.place)
    return get_consignment(consignment)


def _waiting(consignment: ConsignmentId) -> Consignment:
    known = get_consignment(consignment)
    rules.check_move(known, ConsignmentState.COLLECTED)
    return known


def _prove(known: Consignment, pin: str) -> None:
    with transaction.atomic(durable=True):
        tries = _COUNT_TRY.find(consignment=known.id, most=rules.MOST_PIN_TRIES)
    if tries is None:
        _waiting(known.id)
        raise PinLocked(consignment=str(known.id))
    if not hmac.compare_digest(pin.strip().encode(), pin_for(known.id).encode()):
        raise WrongPin(consignment=str(known.id), left=rules.MOST_PIN_TRIES - tries)


def _check_token(consignment: ConsignmentId, token: str) -> None:
    if consignment_in(token) != consignment:
        raise WrongToken


@retried
def _collect(consignment: ConsignmentId, actor: Actor, *, paid: bool = False) -> Consignment:
    at = clock.now()
    with transaction.atomic():  # a refusal takes the step back
        collected = move(consignment, ConsignmentState.COLLECTED, actor=actor, at=at)
        if not paid:
            check_paid(collected)
    hand_out(collected, at=at)
    return collected
