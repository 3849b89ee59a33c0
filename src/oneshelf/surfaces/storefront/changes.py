"""Changing one's own order: less, more or other articles, another store or address, or not at all; paying for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Amendment, AmendmentId, AmendmentState
from oneshelf.modules.companies import public as companies
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.storefront.change_form import OwnChangeForm
from oneshelf.surfaces.storefront.forms import CARDS
from oneshelf.surfaces.storefront.orders import order_in, payment_link, zone_of
from oneshelf.surfaces.storefront.own_change import offered, take_from_basket
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.visits import visit_of

_ADDED = "storefront.basket_in_change"
"""The change that waits for its money and has taken a basket up, in the session: it is emptied with the payment."""


@kindly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Show an order's lines to be changed, then what that comes to, then do it."""
    found = orders.get_order(order_in(token))
    if request.method == "POST" and "seal" in request.POST:
        return _confirm(request, token, found.summary.id)
    form = OwnChangeForm(request.POST if request.method == "POST" else None, found, offered(visit_of(request), found))
    proposed = None
    if form.is_bound and form.is_valid():
        try:
            proposed = amendments.propose_own(found.summary.id, form.wish, actor=visit_of(request).actor)
        except Refusal as refusal:
            form.add_error(None, str(sentences.describe(refusal)))
    return show(
        request,
        "orders/change",
        422 if form.is_bound and proposed is None else 200,
        order=found,
        form=form,
        proposed=proposed,
        no_credit=_no_credit(request, found, proposed),
        store=_store(proposed),
        token=token,
        zone=zone_of(found),
    )


@kindly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, token: str, amendment: UUID) -> HttpResponse:
    """Show a change that waits for its money; take the card that pays for it."""
    order = order_in(token)
    found = _own(order, amendment)
    if found.state is not AmendmentState.AWAITING_PAYMENT:
        return redirect("storefront:order", token)
    said, status = "", 200
    if request.method == "POST":
        try:
            return _paid(request, token, found)
        except Refusal as refusal:
            said, status = str(sentences.describe(refusal)), refusal.status
            if amendments.get_amendment(found.id).is_over:
                messages.error(request, said)
                return redirect("storefront:order", token)
    whole = orders.get_order(order)
    return show(
        request,
        "orders/pay_change",
        status,
        order=whole,
        proposed=found,
        store=_store(found),
        token=token,
        zone=zone_of(whole),
        cards=CARDS,
        chosen_card=CARDS[0][0],
        said=said,
    )


def _paid(request: HttpRequest, token: str, found: Amendment) -> HttpResponse:
    card = request.POST.get("card", "")
    if card not in {each for each, _name, _does in CARDS}:
        raise amendments.ChangeNotPaid(method=payments.Method.TEST_CARD.value)
    actor = visit_of(request).actor
    payment = amendments.pay(found.id, payments.Method.TEST_CARD, card, actor=actor)
    if payment.state is PaymentState.PENDING:
        messages.info(request, _("Your bank is still thinking. The change is done as soon as it says yes."))
        return redirect("storefront:order", token)
    if payment.state is not PaymentState.AUTHORISED:
        raise amendments.ChangeNotPaid(method=payment.method.value)
    amendments.complete(found.id, actor=actor)
    if request.session.pop(_ADDED, "") == str(found.id):
        take_from_basket(visit_of(request), found)
    messages.success(request, _("Thank you. Your order is changed."))
    return redirect("storefront:order", token)


def _confirm(request: HttpRequest, token: str, order: OrderId) -> HttpResponse:
    try:
        asked = _own(order, UUID(request.POST.get("amendment", "")))
        done = amendments.confirm(asked.id, request.POST["seal"], actor=visit_of(request).actor)
    except ValueError:
        raise amendments.UnknownAmendment(amendment=request.POST.get("amendment", "")[:40]) from None
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
        return redirect("storefront:change_order", token)
    if done.state is AmendmentState.AWAITING_PAYMENT:
        if "basket" in request.POST:
            request.session[_ADDED] = str(done.id)
        return redirect(payment_link(done))
    if "basket" in request.POST and asked.state is AmendmentState.PROPOSED:  # not when the same form comes again
        take_from_basket(visit_of(request), done)
    is_over = done.preview.ends_order
    messages.success(request, _("Your order is cancelled.") if is_over else _("Your order is changed."))
    return redirect("storefront:order", token)


def _no_credit(request: HttpRequest, order: orders.Order, proposed: Amendment | None) -> sentences.Sentence | None:
    """Say to who ordered on account why a change cannot go there; a company's credit is nobody else's business."""
    if proposed is None or order.summary.customer != visit_of(request).customer_id:
        return None
    refusal = companies.why_not_more(order, proposed.preview.bill.will - proposed.preview.bill.was)
    return sentences.describe(refusal) if refusal else None


def _store(proposed: Amendment | None) -> Place | None:
    """Where the order is to be collected instead."""
    return places.get_place(proposed.wish.store) if proposed and proposed.wish.store else None


def _own(order: OrderId, amendment: UUID) -> Amendment:
    """Return a change of this order. Raises UnknownAmendment."""
    found = amendments.get_amendment(AmendmentId(amendment))
    if found.order != order:
        raise amendments.UnknownAmendment(amendment=str(amendment))
    return found
