"""Selling at a till."""

from __future__ import annotations

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders.public import Method
from oneshelf.modules.tills import rules
from oneshelf.modules.tills.actions.issue_receipt import issue_receipt
from oneshelf.modules.tills.errors import UnknownTill
from oneshelf.modules.tills.types import Receipt, Sale, Till


def sell(till: Till, sale: Sale, *, actor: Actor, once: Claim) -> Receipt:
    """Sell what a cashier rang up, and return its receipt. The same request (`once`) sells once.

    The receipt is numbered after the order stands: a crash between leaves an order whose receipt the repeated
    request issues. Raises UnknownTill for a retired one, TooLittleCash, and the refusals of `checkout.place_order`.
    """
    if till.archived:
        raise UnknownTill(till=str(till.id))
    rules.check_cash(sale)
    purchase = checkout.Purchase(
        market=till.market,
        channel=till.channel,
        method=Method.TAKE_NOW,
        place=till.place,
        lines=sale.lines,
        tenders=sale.tenders,
        customer=sale.customer,
        staff=sale.staff,
        till=till.id,
        device=till.name,
        expected_total=sale.expected_total,
    )
    placed = checkout.place_order(purchase, actor=actor, once=once)
    return issue_receipt(till.id, placed.order, placed.total, cash_given=sale.cash_given)
