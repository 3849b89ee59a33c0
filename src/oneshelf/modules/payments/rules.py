"""Decisions about payments: no clock, no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from oneshelf.kernel.money import Money
from oneshelf.kernel.states import StateMachine
from oneshelf.modules.payments.errors import BadPaymentAmount, WrongPaymentCurrency
from oneshelf.modules.payments.types import PaymentState as State
from oneshelf.modules.payments.types import ProviderFact, Tender, TenderColumns

MOST_MINOR_UNITS = 10**13
"""More minor units than any single payment can be worth."""

CAPTURED_BEFORE = timedelta(days=1)
"""How long before a gateway lets go of what it holds for an order that is taken: a day of tries."""

SETTLE_AFTER = timedelta(minutes=2)
"""How long an unanswered question rests before the gateway is asked what became of it.

Longer than any gateway takes to answer or to time out, so that a question under way is left alone.
"""

MACHINE: StateMachine[State] = StateMachine(
    name="payment",
    initial=State.PENDING,
    follows={
        State.PENDING: frozenset({State.AUTHORISED, State.CAPTURED, State.DECLINED, State.VOIDED, State.EXPIRED}),
        State.AUTHORISED: frozenset({State.CAPTURED, State.VOIDED, State.EXPIRED}),
        State.CAPTURED: frozenset({State.PARTLY_REFUNDED, State.REFUNDED}),
        State.PARTLY_REFUNDED: frozenset({State.PARTLY_REFUNDED, State.REFUNDED}),
        State.DECLINED: frozenset(),
        State.VOIDED: frozenset(),
        State.EXPIRED: frozenset({State.AUTHORISED, State.CAPTURED}),  # given up by us, held by the bank after all
        State.REFUNDED: frozenset(),
    },
)

FACT_STATES: dict[ProviderFact, State] = {
    ProviderFact.AUTHORISED: State.AUTHORISED,
    ProviderFact.DECLINED: State.DECLINED,
    ProviderFact.CAPTURED: State.CAPTURED,
    ProviderFact.VOIDED: State.VOIDED,
}
"""The state that a provider's message brings a payment to."""

_AFTER_CAPTURE = frozenset({State.CAPTURED, State.PARTLY_REFUNDED, State.REFUNDED})
_TELLS_NOTHING_NEW: dict[ProviderFact, frozenset[State]] = {
    ProviderFact.AUTHORISED: _AFTER_CAPTURE | {State.AUTHORISED, State.VOIDED},
    ProviderFact.CAPTURED: _AFTER_CAPTURE,
    ProviderFact.DECLINED: frozenset({State.DECLINED, State.EXPIRED, State.VOIDED}),
    ProviderFact.VOIDED: frozenset({State.VOIDED, State.EXPIRED, State.DECLINED}),
}


def is_old_news(state: State, fact: ProviderFact) -> bool:
    """Tell whether a payment in `state` needs nothing done about `fact`: it was there, or has gone further."""
    return state in _TELLS_NOTHING_NEW[fact]


def columns(tenders: Sequence[Tender]) -> TenderColumns:
    """Turn tenders into parallel arrays, in their order."""
    return TenderColumns(
        ids=[tender.id for tender in tenders],
        methods=[tender.method.value for tender in tenders],
        gateways=[tender.gateway for tender in tenders],
        references=[tender.gateway_reference for tender in tenders],
        states=[tender.state.value for tender in tenders],
        amounts=[tender.amount for tender in tenders],
    )


def check_amount(amount: Money, *, currency: str | None = None, most: int = MOST_MINOR_UNITS) -> None:
    """Raise unless `amount` is from 1 to `most` minor units, of `currency` when one is given."""
    if currency is not None and amount.currency != currency:
        raise WrongPaymentCurrency(value=amount.currency, expected=currency)
    if not 1 <= amount.minor <= most:
        raise BadPaymentAmount(value=amount, most=Money(most, amount.currency))
