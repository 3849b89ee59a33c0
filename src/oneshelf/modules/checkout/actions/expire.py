"""Ending checkouts whose time is over, and giving back money that no order will take."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import structlog

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.transactions import retried
from oneshelf.modules.checkout.actions.complete import complete
from oneshelf.modules.checkout.actions.lose import lose
from oneshelf.modules.checkout.actions.start import OPEN_AT_MOST, OPEN_FOR
from oneshelf.modules.checkout.actions.take_uses import release_uses
from oneshelf.modules.checkout.errors import UnknownCheckout
from oneshelf.modules.checkout.queries import expired_checkouts, get_checkout, paid_and_left
from oneshelf.modules.checkout.types import CheckoutId, CheckoutState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.payments import public as payments
from oneshelf.modules.sourcing import public as sourcing

CHECKOUTS_A_RUN = 500
"""The most checkouts that one run ends."""

STRANDED_AFTER = OPEN_AT_MOST + OPEN_FOR
"""How long money may be held without an order: longer than the checkout that it was held for can be open."""

LEFT_ALONE = timedelta(minutes=4)
"""How long after its last step a paid checkout waits for its shopper before it is completed without them."""

_PAYS = (payments.PaymentState.AUTHORISED, payments.PaymentState.CAPTURED)
"""Money that pays for an order: a bank holds it, or took it by itself."""

_log = structlog.get_logger(__name__)

_EXPIRE = sql.statement(__name__, "expire")


def expire_checkouts() -> int:
    """End every checkout whose time is over and release what it held; return how many there were."""
    return sum(_expire(checkout) for checkout in expired_checkouts(CHECKOUTS_A_RUN))


def complete_paid() -> int:
    """Complete checkouts that were paid and left alone for LEFT_ALONE; return how many became orders.

    The shopper closed the page, or the bank's word came late. One that cannot become an order has lost its money
    back by then, or says why when its shopper returns.
    """
    completed, now = 0, clock.now()
    for checkout in paid_and_left(now + OPEN_FOR - LEFT_ALONE, CHECKOUTS_A_RUN):
        found = get_checkout(checkout)
        if found.payment and payments.get_payment(found.payment).state in _PAYS:
            with suppress(Refusal):
                complete(checkout, actor=SYSTEM)
                completed += 1
    return completed


def give_back_stranded() -> int:
    """Give back money that has been held without an order for STRANDED_AFTER; return how many payments that were.

    This is what heals a crash between holding the money and writing the order. A payment that its gateway will not
    give back is told to the log, and keeps nobody else's money.
    """
    given_back = 0
    for payment in payments.stranded(clock.now() - STRANDED_AFTER):
        try:
            _give_back(payment)
        except Refusal as refusal:
            _log.error("stranded money was not given back", payment=str(payment), because=refusal.code)
        else:
            given_back += 1
    return given_back


def _give_back(payment: payments.PaymentId) -> None:
    """Give money back; if its checkout came to no order, that is told."""
    try:
        found = get_checkout(CheckoutId(payments.get_payment(payment).payable))
    except UnknownCheckout:  # an order in one call, or long forgotten
        payments.give_back(payment, actor=SYSTEM)
        return
    if found.state is CheckoutState.COMPLETED:  # its order was paid otherwise
        payments.give_back(payment, actor=SYSTEM)
    else:
        lose(found, payment, actor=SYSTEM)


@retried
def _expire(checkout: CheckoutId) -> int:
    ended = _EXPIRE.execute(checkout=checkout, at=clock.now())
    if ended:
        found = get_checkout(checkout)
        release_uses(found)
        inventory.release(inventory.Owner.CHECKOUT, checkout)
        sourcing.release_capacity(found.order)
    return ended
