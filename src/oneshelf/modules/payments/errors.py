"""What payments refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money


@dataclass(eq=False)
class PaymentNotReady(Refusal):
    """The payment is `state`: it neither holds nor took the money that an order needs."""

    code = "payment_not_ready"
    payment: str
    state: str


@dataclass(eq=False)
class PaymentForAnotherBasket(Refusal):
    """The payment was made for another payable, amount or basket than the one that is being completed."""

    code = "payment_for_another_basket"
    payment: str


@dataclass(eq=False)
class AlreadyClaimed(Refusal):
    """The payment has paid for `order` before."""

    code = "payment_already_claimed"
    payment: str
    order: str


@dataclass(eq=False)
class RefundTooLarge(Refusal):
    """`asked` was to be given back, of which `left` is left."""

    code = "refund_too_large"
    field = "amount"
    payment: str
    asked: Money
    left: Money


@dataclass(eq=False)
class RefundCauseUsed(Refusal):
    """Money of this payment was refunded for this cause before, but another amount."""

    code = "refund_cause_used"
    field = "cause"
    cause: str


@dataclass(eq=False)
class BadPaymentAmount(Refusal):
    """A payment, capture or refund takes more than nothing and at most `most`."""

    code = "bad_payment_amount"
    status = 422
    field = "amount"
    value: Money
    most: Money


@dataclass(eq=False)
class WrongPaymentCurrency(Refusal):
    """The amount is in another currency than the payment."""

    code = "wrong_payment_currency"
    status = 422
    field = "currency"
    value: str
    expected: str


@dataclass(eq=False)
class NoGateway(Refusal):
    """No gateway takes payments by `method`."""

    code = "no_gateway"
    status = 422
    field = "method"
    method: str


@dataclass(eq=False)
class CaptureRefused(Refusal):
    """The gateway would not hand over what it had authorised."""

    code = "capture_refused"
    payment: str


@dataclass(eq=False)
class RefundRefused(Refusal):
    """The gateway would not give the money back."""

    code = "refund_refused"
    payment: str
    cause: str


@dataclass(eq=False)
class GatewayDidNotAnswer(Refusal):
    """The gateway has not answered. What was asked stands, and is asked again until there is an answer."""

    code = "gateway_did_not_answer"
    status = 503
    payment: str


class GatewayUnreachable(Exception):
    """The provider gave no answer in time. It may have done what it was asked, or not. Raised by gateways."""
