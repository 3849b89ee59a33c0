"""Payments: what is asked of a tender, what it gave, what was given back; every cent of it in the ledger.

A payment is made for a payable (a checkout, or an order at a till) and bound to the hash of the basket that it pays;
an order claims it, once. Methods that a gateway stands behind go through the port `Gateway`, which a connector
registers; cash and external money is there at once. Verbs that talk to a gateway write and commit what they are about
to ask first, and may be repeated: a crash between leaves a question that `settle_pending` asks again.

Invariants: nothing is captured above the amount (`captures_never_exceed_amount`) nor refunded above the capture
(`refunds_never_exceed_capture`); a cause refunds a payment once (`a_cause_refunds_a_payment_once`); a provider's
message counts once (`a_provider_says_it_once`); an order claims a payment once; each change of state has one event,
with the payment's version as its sequence, and its transfer: a capture debits `tender:<method>` and credits `orders`
in the market's book, a refund is the exact inverse. `audit` proves it. Card data never comes here: tokens only.

Where orders may be paid when they are collected, and within which bounds, is settled here (`settle_terms`); what
such an order owes is no payment until its money is taken, and stands in no account: see decision 0019.

SQL faces: payments_record(market, payable, order, currency, at, ids[], methods[], gateways[], references[], states[],
amounts[]) with the arrays of `columns`, its events being `recorded`; payments_claim(payment, payable, order, amount,
bound_hash).
"""

from __future__ import annotations

from oneshelf.modules.payments.actions.authorise import authorise
from oneshelf.modules.payments.actions.bulk_load import bulk_load_payments
from oneshelf.modules.payments.actions.capture import capture
from oneshelf.modules.payments.actions.gateways import gateway_for, register_gateway
from oneshelf.modules.payments.actions.inbox import receive, replay_parked
from oneshelf.modules.payments.actions.record import claim, record, take_cash
from oneshelf.modules.payments.actions.refund import refund
from oneshelf.modules.payments.actions.settle import settle_pending
from oneshelf.modules.payments.actions.settle_terms import settle_terms
from oneshelf.modules.payments.actions.void import give_back, give_back_all, void
from oneshelf.modules.payments.errors import (
    AlreadyClaimed,
    BadPaymentAmount,
    CaptureRefused,
    GatewayDidNotAnswer,
    GatewayUnreachable,
    NoGateway,
    PaymentForAnotherBasket,
    PaymentNotReady,
    RefundCauseUsed,
    RefundRefused,
    RefundTooLarge,
    WrongPaymentCurrency,
)
from oneshelf.modules.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentDeclined,
    PaymentExpired,
    PaymentRefunded,
    PaymentVoided,
    recorded,
)
from oneshelf.modules.payments.models import METHOD_NAMES, REFUND_STATE_NAMES, STATE_NAMES
from oneshelf.modules.payments.queries import (
    attempts_for,
    audit,
    collection_terms,
    find_payment,
    get_payment,
    payments_of,
    refunds_of,
    stranded,
)
from oneshelf.modules.payments.rules import check_amount, columns
from oneshelf.modules.payments.types import (
    Authorised,
    Captured,
    CollectionTerms,
    Declined,
    Gateway,
    LoadedPayment,
    Method,
    Payment,
    PaymentId,
    PaymentState,
    Pending,
    ProviderEvent,
    ProviderFact,
    Refund,
    RefundId,
    RefundState,
    Standing,
    Tender,
    TenderColumns,
    Unknown,
    Voided,
)

__all__ = [
    "METHOD_NAMES",
    "REFUND_STATE_NAMES",
    "STATE_NAMES",
    "AlreadyClaimed",
    "Authorised",
    "BadPaymentAmount",
    "CaptureRefused",
    "Captured",
    "CollectionTerms",
    "Declined",
    "Gateway",
    "GatewayDidNotAnswer",
    "GatewayUnreachable",
    "LoadedPayment",
    "Method",
    "NoGateway",
    "Payment",
    "PaymentAuthorised",
    "PaymentCaptured",
    "PaymentDeclined",
    "PaymentExpired",
    "PaymentForAnotherBasket",
    "PaymentId",
    "PaymentNotReady",
    "PaymentRefunded",
    "PaymentState",
    "PaymentVoided",
    "Pending",
    "ProviderEvent",
    "ProviderFact",
    "Refund",
    "RefundCauseUsed",
    "RefundId",
    "RefundRefused",
    "RefundState",
    "RefundTooLarge",
    "Standing",
    "Tender",
    "TenderColumns",
    "Unknown",
    "Voided",
    "WrongPaymentCurrency",
    "attempts_for",
    "audit",
    "authorise",
    "bulk_load_payments",
    "capture",
    "check_amount",
    "claim",
    "collection_terms",
    "columns",
    "find_payment",
    "gateway_for",
    "get_payment",
    "give_back",
    "give_back_all",
    "payments_of",
    "receive",
    "record",
    "recorded",
    "refund",
    "refunds_of",
    "register_gateway",
    "replay_parked",
    "settle_pending",
    "settle_terms",
    "stranded",
    "take_cash",
    "void",
]
