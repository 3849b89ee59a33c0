"""Ask a gateway to hold money for a basket."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.transactions import durable_statement
from oneshelf.modules.payments import rules
from oneshelf.modules.payments.actions.answers import first_answer, write_answer
from oneshelf.modules.payments.actions.gateways import gateway_for
from oneshelf.modules.payments.errors import GatewayUnreachable
from oneshelf.modules.payments.types import Gateway, Method, Payment, PaymentState, Pending, Unknown

MOST_LOOKS = 3
"""How often a payment that another request is just ending is looked for before the fault is ours."""

_OPEN = sql.statement(__name__, "open", row=Payment)
_UNDER_WAY = sql.statement(__name__, "under_way", row=Payment)


def authorise(
    payable: UUID, amount: Money, method: Method, token: str, *, market: UUID, bound_hash: str, actor: Actor
) -> Payment:
    """Hold `amount` for `payable` (a checkout), bound to the hash of the basket that it pays; return the payment.

    Its state says what came of it: authorised, declined, or pending when the gateway is still thinking or did not
    answer; then `settle_pending` or the provider's own message ends it. While a payment for the same basket and
    amount is under way or holds the money, that one is returned and nothing more is asked of the card.

    Runs in transactions of its own and must not be called in another: what is asked is written and committed
    before the gateway hears of it, so that no charge can be forgotten. Raises NoGateway, BadPaymentAmount.
    """
    rules.check_amount(amount)
    gateway = gateway_for(method)
    payment, is_new = _open(payable, amount, method, market=market, gateway=gateway, bound_hash=bound_hash)
    try:
        if is_new:
            said = gateway.authorise(payment.id, amount, token)
            return first_answer(payment, said) or write_answer(payment.id, said)
        if payment.state is PaymentState.PENDING:
            return _look_again(payment, gateway)
    except GatewayUnreachable:
        pass  # it may hold the money or not: the payment stays pending until settle_pending has asked
    return payment


def _open(
    payable: UUID, amount: Money, method: Method, *, market: UUID, gateway: Gateway, bound_hash: str
) -> tuple[Payment, bool]:
    basket = {"market": market, "payable": payable, "bound_hash": bound_hash, "amount": amount.minor}
    for _look in range(MOST_LOOKS):
        opened = _write(method=method, gateway=gateway.code, currency=amount.currency, **basket)
        if opened is not None:
            return opened, True
        known = _UNDER_WAY.find(**basket)
        if known is not None:
            return known, False
    raise AssertionError(f"payments for {payable} keep ending between two looks")


@durable_statement
def _write(**given: object) -> Payment | None:
    return _OPEN.find(payment=new_id(), at=clock.now(), **given)


def _look_again(payment: Payment, gateway: Gateway) -> Payment:
    standing = gateway.standing(payment.id)
    return payment if isinstance(standing, Pending | Unknown) else write_answer(payment.id, standing)
