"""Holding the card's share of an order that is placed in one call."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.errors import CardDeclined, OneCardOnly
from oneshelf.modules.checkout.types import BasketQuote, Held, Purchase, Tender
from oneshelf.modules.payments import public as payments


def hold_money(purchase: Purchase, priced: BasketQuote, *, once: Claim | None, actor: Actor) -> Held:
    """Ask the card among an order's tenders to hold its share, and return what the order is to claim.

    Raises OneCardOnly, CardDeclined, and the refusals of `payments.authorise`, whose transactions these are.
    """
    payable = _payable(once) if once else new_id()
    card, *others = [tender for tender in purchase.tenders if asks_a_gateway(tender)]
    if others:
        raise OneCardOnly(count=1 + len(others))
    bound = rules.quote_hash(priced, purchase.method, [rules.whole(priced, purchase.place)])
    payment = payments.authorise(
        payable,
        card.amount,
        payments.Method(card.method),
        card.token,
        market=purchase.market,
        bound_hash=bound,
        actor=actor,
    )
    if payment.state is payments.PaymentState.DECLINED:
        raise CardDeclined(method=card.method)
    return Held(payment.id, payable=payable, amount=card.amount, bound_hash=bound)


def asks_a_gateway(tender: Tender) -> bool:
    """Tell whether a gateway takes this money.

    A card whose token was left out is asked too, and declined: it must not pass for money that was taken.
    """
    return bool(tender.token) or not payments.Method(tender.method).is_there_at_once


def _payable(once: Claim) -> UUID:
    """The same request pays for the same thing, so that its repetition finds the payment that the first one made."""
    return uuid5(NAMESPACE_URL, f"{once.client}\n{once.operation}\n{once.key}")
