"""Facts about payments: one for each change of a payment's state, its version as the sequence number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.events import Draft, Event
from oneshelf.modules.payments.types import Payment, PaymentState, Tender


@dataclass(frozen=True)
class _OfPayment:
    """Whose payment it is, and the amount that this is about. `order` is None until one has claimed the payment."""

    market: UUID
    payable: UUID
    order: UUID | None
    method: str
    amount: Money

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"payments:{aggregate}", *([f"order:{self.order}"] if self.order else [])]


@dataclass(frozen=True)
class PaymentAuthorised(_OfPayment, Event):
    """A gateway holds `amount` for us."""

    TYPE: ClassVar[str] = "payments.authorised.v1"


@dataclass(frozen=True)
class PaymentCaptured(_OfPayment, Event):
    """`amount` is ours."""

    TYPE: ClassVar[str] = "payments.captured.v1"


@dataclass(frozen=True)
class PaymentDeclined(_OfPayment, Event):
    """The gateway would not hold `amount`."""

    TYPE: ClassVar[str] = "payments.declined.v1"


@dataclass(frozen=True)
class PaymentVoided(_OfPayment, Event):
    """`amount` is held no more, and nothing of it was taken."""

    TYPE: ClassVar[str] = "payments.voided.v1"


@dataclass(frozen=True)
class PaymentExpired(_OfPayment, Event):
    """`amount` was asked for, but the gateway never came to hold it, or holds it no more."""

    TYPE: ClassVar[str] = "payments.expired.v1"


@dataclass(frozen=True)
class PaymentRefunded(_OfPayment, Event):
    """`amount` more was given back because of `cause`; `refunded` in all, of what was `captured`."""

    TYPE: ClassVar[str] = "payments.refunded.v1"
    cause: UUID
    refunded: Money
    captured: Money


_BY_STATE: dict[
    PaymentState,
    type[PaymentAuthorised | PaymentCaptured | PaymentDeclined | PaymentVoided | PaymentExpired],
] = {
    PaymentState.AUTHORISED: PaymentAuthorised,
    PaymentState.CAPTURED: PaymentCaptured,
    PaymentState.DECLINED: PaymentDeclined,
    PaymentState.VOIDED: PaymentVoided,
    PaymentState.EXPIRED: PaymentExpired,
}


def became(payment: Payment) -> Draft:
    """Return the event that says what state the payment has come to, refunds aside."""
    happened = _BY_STATE[payment.state](
        market=payment.market,
        payable=payment.payable,
        order=payment.order,
        method=payment.method,
        amount=Money(payment.captured, payment.currency) if payment.captured else payment.total,
    )
    return Draft(happened, aggregate=payment.id, sequence=payment.version)


def recorded(tenders: Sequence[Tender], *, market: UUID, payable: UUID, order: UUID, currency: str) -> list[Draft]:
    """Return the events of tenders that `payments_record` writes, for the composing transaction to emit."""
    return [
        Draft(
            _BY_STATE[tender.state](
                market=market,
                payable=payable,
                order=order,
                method=tender.method,
                amount=Money(tender.amount, currency),
            ),
            aggregate=tender.id,
            sequence=1,
        )
        for tender in tenders
    ]


def gave_back(payment: Payment, amount: Money, cause: UUID) -> Draft:
    """Return the event that says that `amount` of the payment was refunded."""
    happened = PaymentRefunded(
        market=payment.market,
        payable=payment.payable,
        order=payment.order,
        method=payment.method,
        amount=amount,
        cause=cause,
        refunded=Money(payment.refunded, payment.currency),
        captured=Money(payment.captured, payment.currency),
    )
    return Draft(happened, aggregate=payment.id, sequence=payment.version)
