"""Handing over at a till what somebody has ordered, and taking what is due for it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.transactions import retried
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Tender
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import HeldMoney, OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.tills import rules
from oneshelf.modules.tills.actions.issue_receipt import issue_receipt
from oneshelf.modules.tills.errors import UnknownTill
from oneshelf.modules.tills.types import Receipt, Till


def collect(
    till: Till,
    consignment: ConsignmentId,
    token: str,
    tenders: Sequence[Tender],
    *,
    cash_given: Money | None = None,
    actor: Actor,
) -> Receipt | None:
    """Hand a consignment of the till's place over for what is due, and return its receipt; None when nothing was due.

    Goods, money and receipt are one transaction. A card is asked before, and let go again when it comes to nothing; its
    money is taken when the order ends, as ever. Doing it again is refused: what was collected is gone.
    Raises NotFound, UnknownTill for a retired one, TooLittleCash, checkout's CardDeclined and OneCardOnly, and the
    refusals of `orders.collect_and_pay` and `payments.check_amount`.
    """
    found = fulfilment.get_consignment(consignment)
    if till.archived:
        raise UnknownTill(till=str(till.id))
    if found.place != till.place:
        raise NotFound(kind="consignment", value=str(consignment))
    rules.check_cash(tenders, cash_given)
    cards = [each for each in tenders if each.method != payments.Method.CASH]
    if len(cards) > 1:
        raise checkout.OneCardOnly(count=len(cards))
    for each in tenders:
        payments.check_amount(each.amount)
    taken = [each for each in tenders if each.method == payments.Method.CASH]
    held = _hold(found, cards[0], actor) if cards else None
    try:
        return _collect(till, found, token, taken, held, cash_given, actor)
    except Refusal:
        if held:
            with suppress(payments.AlreadyClaimed):  # a twin of this request was faster, with the same payment
                payments.give_back(held.payment, actor=actor)
        raise


def _hold(found: Consignment, card: Tender, actor: Actor) -> HeldMoney:
    bound = rules.collection_hash(found, card.amount)
    payment = payments.authorise(
        found.id,
        card.amount,
        payments.Method(card.method),
        card.token,
        market=found.market,
        bound_hash=bound,
        actor=actor,
    )
    if payment.state is PaymentState.DECLINED:
        raise checkout.CardDeclined(method=card.method)
    return HeldMoney(payment.id, payable=found.id, amount=card.amount, bound_hash=bound)


@retried
def _collect(
    till: Till,
    found: Consignment,
    token: str,
    taken: Sequence[Tender],
    held: HeldMoney | None,
    cash_given: Money | None,
    actor: Actor,
) -> Receipt | None:
    cash = [payments.Tender(payments.PaymentId(new_id()), payments.Method.CASH, each.amount.minor) for each in taken]
    paid = orders.collect_and_pay(found.id, token, tenders=cash, held=held, actor=actor)
    if not paid:
        return None
    return issue_receipt(
        till.id, OrderId(found.order), paid, cash_given=cash_given, consignment=found.id, staff=actor.id
    )
