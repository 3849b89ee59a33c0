"""Changing a placed order: what it would do is shown while it is filled in, and done exactly as it was shown."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Amendment, AmendmentId, AmendmentState, Reason
from oneshelf.modules.companies import public as companies
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceKind
from oneshelf.surfaces.backoffice.change_form import ChangeForm
from oneshelf.surfaces.backoffice.changes import CHANGEABLE, Shown, shown, waiting_change
from oneshelf.surfaces.backoffice.desk import desk_of, show
from oneshelf.surfaces.backoffice.order import seen_order
from oneshelf.ui.formats import money_text

PERMISSION = "orders.amend"


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, order: UUID) -> HttpResponse:
    """Show an order's lines to be changed; show what the change that is filled in would do."""
    desk = desk_of(request)
    found = seen_order(desk, order, PERMISSION)
    is_piece = "HX-Request" in request.headers
    here = [each for each in places.list_places(desk.market.id) if not each.archived]
    stores = [each for each in here if each.collects and each.id != found.summary.place]
    form = ChangeForm(request.POST if request.method == "POST" else None, found, stores, _senders(found, here))
    proposed, said = None, None
    if form.is_bound and form.is_valid():
        try:
            reason = Reason(form.cleaned_data["reason"])
            proposed = shown(amendments.propose(found.summary.id, form.wish, reason=reason, actor=desk.actor))
        except Refusal as refusal:
            said = sentences.describe(refusal)
    is_wrong = form.is_bound and proposed is None
    return show(
        request,
        "orders/preview" if is_piece else "orders/change",
        422 if is_wrong and not is_piece else 200,
        order=found,
        form=form,
        shown=proposed,
        said=said,
        no_credit=_no_credit(found, proposed),
        waiting=_waiting(found),
        is_changeable=found.summary.state in CHANGEABLE,
        zone=desk.market.time_zone,
    )


@guards.staff_only(PERMISSION)
@require_POST
def confirm(request: HttpRequest, order: UUID, amendment: UUID) -> HttpResponse:
    """Do what was shown, or say what has changed since."""
    desk = desk_of(request)
    found = seen_order(desk, order, PERMISSION)
    known = _own(found, amendment)
    if known.preview.ends_order:
        desk.actor.require("orders.cancel", found.summary.place)
    if found.terms is orders.Terms.ON_ACCOUNT and known.preview.bill.costs_more:
        desk.actor.require("companies.sell", found.summary.place)
    try:
        done = amendments.confirm(known.id, request.POST.get("seal", ""), actor=desk.actor)
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
        return redirect("backoffice:change_order", order)
    if done.state is AmendmentState.AWAITING_PAYMENT:
        said = _("The change waits until %(amount)s are paid. The customer gets a link by e-mail.")
        messages.success(request, said % {"amount": money_text(done.to_pay)})
    else:
        messages.success(request, _("Order %(number)s is changed.") % {"number": found.summary.number})
    return redirect("backoffice:order", order)


@guards.staff_only(PERMISSION)
@require_POST
def withdraw(request: HttpRequest, order: UUID, amendment: UUID) -> HttpResponse:
    """Give up a change that waits for its money."""
    desk = desk_of(request)
    known = _own(seen_order(desk, order, PERMISSION), amendment)
    try:
        amendments.withdraw(known.id, actor=desk.actor)
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
    else:
        messages.success(request, _("The change was withdrawn; the order stays as it was."))
    return redirect("backoffice:order", order)


def _no_credit(order: Order, proposed: Shown | None) -> sentences.Sentence | None:
    """Say why a company cannot buy what a change adds, before it is confirmed."""
    if proposed is None:
        return None
    bill = proposed.amendment.preview.bill
    refusal = companies.why_not_more(order, bill.will - bill.was)
    return sentences.describe(refusal) if refusal else None


def _senders(order: Order, here: Sequence[Place]) -> list[Place]:
    """The places from which some of an order can come: those that send parcels, or may drive to its store."""
    if order.summary.method is not Method.COLLECT:
        return [each for each in here if each.ships]
    stocked = (PlaceKind.STORE, PlaceKind.WAREHOUSE)
    return [each for each in here if each.kind in stocked and each.id != order.summary.place]


def _waiting(order: Order) -> tuple[Shown, str] | None:
    return waiting_change(order) if order.summary.state in CHANGEABLE else None


def _own(order: Order, amendment: UUID) -> Amendment:
    """Return a change of this order. Raises UnknownAmendment."""
    found = amendments.get_amendment(AmendmentId(amendment))
    if found.order != order.summary.id:
        raise amendments.UnknownAmendment(amendment=str(amendment))
    return found
