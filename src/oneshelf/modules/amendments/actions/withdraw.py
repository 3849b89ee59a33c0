"""Ending a change that is not to be done: withdrawn by somebody, or not paid in time."""

from __future__ import annotations

from contextlib import suppress

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.transactions import retried
from oneshelf.modules.amendments import models
from oneshelf.modules.amendments.actions.pay import complete, give_money_back
from oneshelf.modules.amendments.actions.step import locked, step
from oneshelf.modules.amendments.errors import AmendmentOver
from oneshelf.modules.amendments.queries import as_amendment, get_amendment, overdue
from oneshelf.modules.amendments.types import Amendment, AmendmentId, AmendmentState
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState


def withdraw(amendment: AmendmentId, *, actor: Actor) -> Amendment:
    """Give up a change that is not done: its goods are free, money that was held for it goes back.

    Raises UnknownAmendment, and AmendmentOver when it was done or ended before. Runs in transactions of its own.
    """
    ended = _end(amendment, AmendmentState.WITHDRAWN, actor=actor)
    if ended.payment:
        give_money_back(ended.payment, actor=actor)
    return ended


def withdraw_with_order(order: OrderId) -> None:
    """Give up what waits for money for an order that has ended, in the caller's transaction.

    Money that is held goes back by the job that the event starts: no bank is asked while a transaction waits.
    """
    waiting = models.Amendment.objects.filter(order_id=order, state=AmendmentState.AWAITING_PAYMENT.value)
    for id in waiting.values_list("id", flat=True):
        with suppress(AmendmentOver):  # it was done, or given up, a moment before
            _end(AmendmentId(id), AmendmentState.WITHDRAWN, actor=SYSTEM)


def expire() -> int:
    """End the changes whose time is over, each in a transaction of its own; return how many waited in vain.

    One whose money has come at the last moment is done, or its money goes back. What was only shown is forgotten.
    """
    now = clock.now()
    models.Amendment.objects.filter(state=AmendmentState.PROPOSED.value, expires_at__lte=now).delete()
    return sum(_expire(each) for each in overdue(now))


def _expire(amendment: AmendmentId) -> int:
    found = get_amendment(amendment)
    if found.payment and payments.get_payment(found.payment).state is PaymentState.AUTHORISED:
        try:
            complete(amendment, actor=SYSTEM)
        except Refusal:
            return 1  # its money went back
        return 0
    try:
        ended = _end(amendment, AmendmentState.EXPIRED, actor=SYSTEM)
    except AmendmentOver:
        return 0  # somebody was faster
    if ended.payment:
        give_money_back(ended.payment, actor=SYSTEM)
    return 1


@retried
def _end(amendment: AmendmentId, wanted: AmendmentState, *, actor: Actor) -> Amendment:
    row = locked(amendment)
    if as_amendment(row).is_over:
        raise AmendmentOver(state=row.state)
    return step(row, wanted, actor=actor)
