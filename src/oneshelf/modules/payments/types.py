"""The nouns of payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol
from uuid import UUID

from oneshelf.kernel.money import Money

PaymentId = NewType("PaymentId", UUID)
RefundId = NewType("RefundId", UUID)


class Method(StrEnum):
    """With what people pay. External is money that somebody else took (a marketplace)."""

    CASH = "cash"
    TEST_CARD = "test_card"
    EXTERNAL = "external"

    @property
    def is_there_at_once(self) -> bool:
        """Whether the money is there when somebody says so; a gateway must be asked for any other."""
        return self in (Method.CASH, Method.EXTERNAL)


class PaymentState(StrEnum):
    """What became of a payment."""

    PENDING = "pending"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    DECLINED = "declined"
    VOIDED = "voided"
    EXPIRED = "expired"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"


class Ask(StrEnum):
    """What a gateway has been asked for and has not answered yet, besides authorising."""

    NOTHING = ""
    CAPTURE = "capture"
    VOID = "void"


class RefundState(StrEnum):
    """A refund counts from the moment it is asked for; a failed one counts no more and may be asked again."""

    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment. Amounts are minor units of `currency`; `order` is who claimed it, None as long as nobody has.

    `payable` is the checkout or order that it was made for, `bound_hash` the hash of the basket it pays.
    `version` counts its changes of state, each of which is an event with that sequence number.
    """

    id: PaymentId
    market: UUID
    payable: UUID
    order: UUID | None
    method: Method
    gateway: str
    gateway_reference: str
    currency: str
    amount: int
    captured: int
    refunding: int
    refunded: int
    state: PaymentState
    asked: Ask
    asked_amount: int
    bound_hash: str
    version: int
    occurred_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "method", Method(self.method))  # a row of the database holds plain text
        object.__setattr__(self, "state", PaymentState(self.state))
        object.__setattr__(self, "asked", Ask(self.asked))

    @property
    def total(self) -> Money:
        """What was asked of the tender."""
        return Money(self.amount, self.currency)

    @property
    def refundable(self) -> Money:
        """What can still be given back."""
        return Money(self.captured - self.refunded - self.refunding, self.currency)


@dataclass(frozen=True, slots=True)
class Tender:
    """A payment about to be written together with its order: captured (cash, external) or authorised (card).

    Make the id on the device or from the source, so that a repetition is the same payment.
    """

    id: PaymentId
    method: Method
    amount: int
    state: PaymentState = PaymentState.CAPTURED
    gateway: str = ""
    gateway_reference: str = ""


@dataclass(frozen=True, slots=True)
class TenderColumns:
    """Tenders as the parallel arrays that the SQL face `payments_record` takes."""

    ids: list[UUID]
    methods: list[str]
    gateways: list[str]
    references: list[str]
    states: list[str]
    amounts: list[int]


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back out of a payment, once for each cause. The amount is in minor units of its currency."""

    id: RefundId
    payment: PaymentId
    cause: UUID
    amount: int
    state: RefundState
    asked_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", RefundState(self.state))


class ProviderFact(StrEnum):
    """What a payment provider reports by itself."""

    AUTHORISED = "authorised"
    DECLINED = "declined"
    CAPTURED = "captured"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """A provider's own message about a payment of ours. `id` is the provider's and names the message for good."""

    provider: str
    id: str
    payment: PaymentId
    fact: ProviderFact
    amount: int
    reference: str


@dataclass(frozen=True, slots=True)
class Authorised:
    """The money is held for us under the provider's `reference`."""

    reference: str


@dataclass(frozen=True, slots=True)
class Captured:
    """The provider has taken `amount` for us; of a refund: has given it back."""

    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Declined:
    """The provider will not do it."""

    reference: str


@dataclass(frozen=True, slots=True)
class Voided:
    """The provider holds nothing for us, nor will it later."""

    reference: str


@dataclass(frozen=True, slots=True)
class Pending:
    """The provider is still thinking, and will report by itself."""

    reference: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The provider has never heard of the payment."""


Final = Authorised | Captured | Declined | Voided
"""Answers that end a question."""

Standing = Final | Pending | Unknown
"""What may have become of a payment."""


class Gateway(Protocol):
    """A payment provider. Each method answers within 30 seconds or raises GatewayUnreachable, and may be repeated:

    what it does is named by the payment (for a refund, by the cause) and is done at most once. Card data never
    comes near: a gateway is handed the token that the provider's own field gave to the browser or the terminal.
    """

    code: str
    holds_for: timedelta
    """How long it holds money at least before it lets go of it by itself."""

    def authorise(self, payment: PaymentId, amount: Money, token: str) -> Authorised | Declined | Pending:
        """Ask for `amount` to be held. A payment that was voided before is declined."""
        ...

    def standing(self, payment: PaymentId) -> Standing:
        """Tell what became of the payment."""
        ...

    def capture(self, payment: PaymentId, amount: Money) -> Captured | Declined:
        """Take `amount` of what is held, and let go of the rest."""
        ...

    def void(self, payment: PaymentId) -> Voided | Captured:
        """Let go of what is held, and hold nothing later, even if authorise arrives only now."""
        ...

    def refund(self, payment: PaymentId, amount: Money, cause: UUID) -> Captured | Declined:
        """Give `amount` back, once for each `cause`."""
        ...


@dataclass(frozen=True, slots=True)
class CollectionTerms:
    """That orders may be paid when they are collected, up to `most` minor units each; None is as much as one likes.

    Nobody has more than `most_open` such orders under way; None is as many as one likes.
    """

    most: int | None
    most_open: int | None


@dataclass(frozen=True, slots=True)
class LoadedPayment:
    """A captured payment of an imported history; `id` is derived from its source, so that a re-run is the same."""

    id: PaymentId
    order: UUID
    method: Method
    amount: Money
    occurred_at: datetime
