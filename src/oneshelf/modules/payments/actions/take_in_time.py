"""Taking what gateways hold for orders before they let go of it."""

from __future__ import annotations

from datetime import datetime

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.states import WrongState
from oneshelf.modules.payments import rules
from oneshelf.modules.payments.actions.capture import capture
from oneshelf.modules.payments.actions.gateways import installed
from oneshelf.modules.payments.errors import CaptureRefused, GatewayDidNotAnswer
from oneshelf.modules.payments.queries import list_held
from oneshelf.modules.payments.types import PaymentId


def take_in_time(at: datetime) -> int:
    """Take the money of orders that a gateway would let go of within `rules.CAPTURED_BEFORE`; return how many payments.

    For orders that wait for their goods longer than a bank waits for us. What is not sent in the end goes back. One
    that the bank refuses has expired, which is told. Runs in transactions of its own, for 100 payments of a gateway.
    """
    held = [
        payment.id
        for gateway in installed()
        for payment in list_held(gateway.code, at - gateway.holds_for + rules.CAPTURED_BEFORE)
    ]
    return sum(map(_take, held))


def _take(payment: PaymentId) -> bool:
    try:
        capture(payment, actor=SYSTEM)
    except (CaptureRefused, GatewayDidNotAnswer, WrongState):
        return False  # it has expired, is asked again by `settle_pending`, or was given back a moment ago
    return True
