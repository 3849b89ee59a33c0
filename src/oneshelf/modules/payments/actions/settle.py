"""Heal what a crash or a silent gateway left open: ask again, with the same names, until there is an answer."""

from __future__ import annotations

from datetime import datetime

import structlog

from oneshelf.modules.payments.actions.answers import write_answer
from oneshelf.modules.payments.actions.capture import finish_capture
from oneshelf.modules.payments.actions.gateways import NotInstalled, gateway_named
from oneshelf.modules.payments.actions.refund import finish_refund
from oneshelf.modules.payments.actions.void import finish_void
from oneshelf.modules.payments.errors import (
    CaptureRefused,
    GatewayDidNotAnswer,
    GatewayUnreachable,
    RefundRefused,
)
from oneshelf.modules.payments.queries import get_payment, list_asked_refunds, list_unsettled
from oneshelf.modules.payments.types import Ask, Payment, Pending, Unknown, Voided

_log = structlog.get_logger(__name__)


def settle_pending(before: datetime) -> int:
    """Settle what gateways owe since before `before` (see `rules.SETTLE_AFTER`); return how much has an answer now.

    A payment that its gateway has never heard of is voided there first, so that a request that is still on its way
    cannot take money any more, and expires. Runs in transactions of its own, for 100 payments and refunds at most.
    """
    settled = sum(_settle(payment) for payment in list_unsettled(before))
    for refund in list_asked_refunds(before):
        try:
            finish_refund(refund, get_payment(refund.payment))
        except RefundRefused:
            pass  # an answer too: the refund has failed, its money is free to be refunded otherwise
        except GatewayDidNotAnswer:
            continue  # asked again at the next run
        except NotInstalled as gone:
            _log.error("a refund waits for a gateway", refund=str(refund.id), because=str(gone))
            continue
        settled += 1
    return settled


def _settle(payment: Payment) -> bool:
    try:
        match payment.asked:
            case Ask.CAPTURE:
                finish_capture(payment)
            case Ask.VOID:
                finish_void(payment)
            case Ask.NOTHING:
                return _settle_authorisation(payment)
    except CaptureRefused:
        return True  # an answer too: the payment has expired
    except (GatewayDidNotAnswer, GatewayUnreachable):
        return False  # asked again at the next run
    except NotInstalled as gone:
        _log.error("a payment waits for a gateway", payment=str(payment.id), because=str(gone))
        return False
    return True


def _settle_authorisation(payment: Payment) -> bool:
    gateway = gateway_named(payment.gateway)
    standing = gateway.standing(payment.id)
    if isinstance(standing, Pending):
        return False
    if isinstance(standing, Unknown):
        voided = gateway.void(payment.id)
        write_answer(payment.id, standing if isinstance(voided, Voided) else voided)
    else:
        write_answer(payment.id, standing)
    return True
