"""Proposing a change of a placed order: what it does is shown, and can be agreed to as it was shown."""

from __future__ import annotations

import msgspec

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor, ActorKind
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.amendments import models, rules
from oneshelf.modules.amendments.actions.draw import draw
from oneshelf.modules.amendments.errors import OnOthersAccount
from oneshelf.modules.amendments.queries import as_amendment, own_terms
from oneshelf.modules.amendments.types import Amendment, AmendmentState, Preview, Reason, Wish
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderId


@retried
def propose(order: OrderId, wish: Wish, *, reason: Reason = Reason.CUSTOMER_ASKED, actor: Actor) -> Amendment:
    """Show what `wish` would do to an order, and keep it for `PROPOSED_FOR`, to be confirmed by its seal.

    The latest `MOST_SHOWN` of an order are kept. Nothing is held by it, and nobody is told. What lacks is in its
    preview; with that it cannot be confirmed.
    Raises UnknownOrder and the refusals of `draw`.
    """
    found = orders.get_order(order)
    return _show(found, wish, draw(found, wish), reason, actor)


@retried
def propose_own(order: OrderId, wish: Wish, *, actor: Actor) -> Amendment:
    """Show a shopper what their own `wish` would do, as far as the shop lets them change that by themselves.

    What makes an order on account cost more is for who ordered it: its link may be in other hands.
    Raises NotByYourself, OnOthersAccount, PickingHasBegun, and the refusals of `propose`.
    """
    found = orders.get_order(order)
    if wish.add or wish.apart:  # less, and elsewhere, is theirs
        sent = fulfilment.consignments_of([order])[order]
        rules.check_own(found, sent, wish, own_terms(found.summary.market))
    preview = draw(found, wish)
    is_theirs = actor.kind is ActorKind.CUSTOMER and actor.id == found.summary.customer
    if found.terms is orders.Terms.ON_ACCOUNT and preview.bill.costs_more and not is_theirs:
        raise OnOthersAccount(number=found.summary.number)
    return _show(found, wish, preview, Reason.CUSTOMER_ASKED, actor)


def _show(found: Order, wish: Wish, preview: Preview, reason: Reason, actor: Actor) -> Amendment:
    at, order = clock.now(), found.summary.id
    written, shown = msgspec.json.encode(wish), msgspec.json.encode(preview)
    row = models.Amendment.objects.create(
        id=new_id(),
        market_id=found.summary.market,
        order_id=order,
        order_number=found.summary.number,
        place_id=found.summary.place,
        state=AmendmentState.PROPOSED.value,
        reason=reason.value,
        wish=written.decode(),
        preview=shown.decode(),
        seal=rules.seal_of(written + shown),
        to_pay=preview.bill.to_pay.minor,
        currency=found.summary.currency,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        proposed_at=at,
        expires_at=at + rules.PROPOSED_FOR,
    )
    _forget_earlier(order)
    return as_amendment(row)


def _forget_earlier(order: OrderId) -> None:
    shown = models.Amendment.objects.filter(order_id=order, state=AmendmentState.PROPOSED.value)
    shown.filter(id__in=shown.order_by("-proposed_at", "-id").values("id")[rules.MOST_SHOWN :]).delete()
