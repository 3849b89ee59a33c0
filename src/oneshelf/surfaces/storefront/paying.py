"""Paying at the checkout, and the order that comes of it: by a card whose bank may think for a while, or later."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import sentences
from oneshelf.modules.carts.public import CartNotAsOrdered
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.surfaces.storefront.forms import AT_COLLECTION, ON_ACCOUNT
from oneshelf.surfaces.storefront.orders import link_to
from oneshelf.surfaces.storefront.pages import is_exchange, kindly, show
from oneshelf.surfaces.storefront.visits import CHECKOUT, Visit, visit_of

WAITS = "storefront_waits"
"""Where the session keeps a card whose bank is still thinking, and its payment."""

_DEVICE = "browser"


@kindly
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show that the bank is still thinking."""
    if WAITS not in request.session:
        return after_all(request)
    return show(request, "checkout/waiting")


@kindly
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Ask whether the bank has answered, and order if it has."""
    begun, waits = kept(request), request.session.get(WAITS)
    if begun is None or waits is None:
        return _towards(request, after_all(request)["Location"])
    try:
        payment = _as_the_bank_says(request, begun, waits)
        if payment.state is not PaymentState.PENDING:
            del request.session[WAITS]
            check_paid(payment)
            return ordered(request, begun)
    except checkout.CheckoutDone:
        return ordered(request, begun)
    except checkout.CardDeclined as refusal:
        messages.error(request, str(sentences.describe(refusal)))
        return _towards(request, "storefront:checkout")
    except checkout.CheckoutChanged:  # the same shopper asks in two windows: the next look sees what came of it
        request.session[WAITS] = waits
    return HttpResponse(status=204) if is_exchange(request) else redirect("storefront:checkout_waiting")


def paid_by(card: str) -> str:
    """Return the method by which is paid what the form calls a card."""
    return card if card in (AT_COLLECTION, ON_ACCOUNT) else payments.Method.TEST_CARD.value


def pay_by_card(request: HttpRequest, visit: Visit, chosen: checkout.Checkout, card: str) -> HttpResponse:
    """Hold the money and order, or wait for the bank.

    A card that it still thinks about is given up for another one, and when what it was asked for was chosen anew. What
    costs nothing is ordered without asking any.
    Raises CardDeclined and what `checkout.pay` and `checkout.complete` raise.
    """
    if not chosen.quote.total.minor:
        return ordered(request, chosen)
    waits, by = request.session.pop(WAITS, None), payments.Method.TEST_CARD
    earlier = payments.PaymentId(UUID(waits["payment"])) if waits else None
    if waits and earlier and (waits["card"] != card or earlier != chosen.payment):
        payment = checkout.pay_otherwise(chosen.id, by, card, instead_of=earlier, actor=visit.actor)
    else:
        payment = checkout.pay(chosen.id, by, card, actor=visit.actor)
    if payment.state is PaymentState.PENDING:
        request.session[WAITS] = {"card": card, "payment": str(payment.id)}
        return redirect("storefront:checkout_waiting")
    check_paid(payment)
    return ordered(request, chosen)


def _as_the_bank_says(request: HttpRequest, begun: checkout.Checkout, waits: dict[str, str]) -> payments.Payment:
    """Return the payment that is waited for, or another one where the bank never heard of it: a card says no once."""
    waited = payments.get_payment(payments.PaymentId(UUID(waits["payment"])))
    if waited.state in (PaymentState.DECLINED, PaymentState.VOIDED):
        return waited
    return checkout.pay(begun.id, payments.Method.TEST_CARD, waits["card"], actor=visit_of(request).actor)


def check_paid(payment: payments.Payment) -> None:
    """Raise CardDeclined unless the money is held, or was taken."""
    if payment.state not in (PaymentState.AUTHORISED, PaymentState.CAPTURED):
        raise checkout.CardDeclined(method=payment.method.value)


def buy_on_account(request: HttpRequest, visit: Visit, chosen: checkout.Checkout, reference: str) -> HttpResponse:
    """Order on the company's account. Raises NotAMember for a basket that is somebody else's, and why it cannot be."""
    if visit.customer_id is None or chosen.customer != visit.customer_id:
        raise companies.NotAMember
    return ordered(request, chosen, orders.Terms.ON_ACCOUNT, reference)


def ordered(
    request: HttpRequest, begun: checkout.Checkout, terms: orders.Terms | None = None, reference: str = ""
) -> HttpResponse:
    """Complete a checkout, on `terms` if it is paid later, and lead to its order."""
    actor = visit_of(request).actor
    try:
        placed = checkout.complete(begun.id, actor=actor, device=_DEVICE, terms=terms, reference=reference)
    except CartNotAsOrdered as refusal:  # that basket is no more, so this checkout can never be completed
        request.session.pop(CHECKOUT, None)
        messages.error(request, str(sentences.describe(refusal)))
        return _towards(request, "storefront:cart")
    request.session.pop(WAITS, None)
    return _towards(request, f"{link_to(placed.order)}?thanks")


def sent_before(request: HttpRequest) -> HttpResponse | None:
    """Lead to the order when the same form was sent a moment ago, and became it meanwhile; None when it did not."""
    begun = kept(request)
    if begun is None or str(begun.id) != request.POST.get("checkout"):
        return None
    return redirect(link_to(begun.order)) if begun.state is checkout.CheckoutState.COMPLETED else None


def after_all(request: HttpRequest) -> HttpResponse:
    """Lead on when there is nothing to check out: to the order that came of it, or to the basket."""
    begun = kept(request)
    if begun is not None and begun.state is checkout.CheckoutState.COMPLETED:
        return redirect(link_to(begun.order))
    return redirect("storefront:cart")


def kept(request: HttpRequest) -> checkout.Checkout | None:
    """Return the session's checkout, whatever became of it."""
    known = request.session.get(CHECKOUT)
    try:
        return checkout.get_checkout(checkout.CheckoutId(UUID(known))) if known else None
    except checkout.UnknownCheckout:
        return None


def _towards(request: HttpRequest, where: str) -> HttpResponse:
    """Send the browser on, also out of an exchange."""
    answer = redirect(where)
    return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]}) if is_exchange(request) else answer
