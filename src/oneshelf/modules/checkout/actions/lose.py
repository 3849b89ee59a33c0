"""Letting a paid checkout go whose goods are gone: its money goes back, and that is told."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.checkout.events import CheckoutLost
from oneshelf.modules.checkout.types import Checkout
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentId


def lose(found: Checkout, payment: PaymentId, *, actor: Actor) -> None:
    """Give `payment` back and announce `checkout.lost.v1`. Runs in transactions of its own.

    Whoever listens may be told twice after a crash: the payment names what was lost.
    """
    payments.give_back(payment, actor=actor)
    _tell(found, payment)


@retried
def _tell(found: Checkout, payment: PaymentId) -> None:
    event = CheckoutLost(market=found.market, checkout=found.id, customer=found.customer, payment=payment)
    outbox.emit([outbox.Draft(event, aggregate=new_id(), sequence=1)], at=clock.now())
