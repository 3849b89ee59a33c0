"""Coupons for whoever visits the web shop: offered on a page, taken by a press, and shown to be used elsewhere."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import clock, sentences
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.public import TooManyAttempts
from oneshelf.kernel.ids import new_id
from oneshelf.modules.offers import public as offers
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.storefront.earned import Earned, shown
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.visits import Visit, visit_of

VISITOR = "storefront_visitor"
"""Where the session keeps as whom a guest has taken coupons; it says nothing else about them."""

MOST_BY_ADDRESS = 20
"""How often guests take coupons from one address within 15 minutes: a program would take them all."""


@kindly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Show what this visit earns, and give it on a press: a crawler takes none."""
    visit = visit_of(request)
    if request.method == "POST":
        try:
            _take(request, visit)
        except TooManyAttempts as refusal:
            messages.error(request, str(sentences.describe(refusal)))
        return redirect("storefront:take_coupons")
    visitor = request.session.get(VISITOR)
    known = visit.customer_id is not None or visitor is not None
    open_now = offers.open_to_visitors(visit.market.id, visit.channel.id, visit.customer_id, clock.now())
    had = taken(visit, visitor) if known else []
    left = {run.offer: run for run in open_now if run.offer not in {each.slip.award.offer for each in had}}
    named = promotions.promotions_by_id({run.terms.promotion for run in left.values()}) if left else {}
    language = get_language() or ""
    return show(
        request,
        "account/take",
        offered=[(named[run.terms.promotion].plan.name_in(language), run.terms.days) for run in left.values()],
        coupons=had,
    )


def taken(visit: Visit, visitor: str | None) -> list[Earned]:
    """Return the coupons that this visit has taken and that can be used."""
    held = offers.taken_by_visitor(visit.channel, UUID(visitor) if visitor else None, visit.customer_id)
    return [each for each in shown(held) if each.works]


def _take(request: HttpRequest, visit: Visit) -> None:
    """Give what the visit earns. Raises TooManyAttempts."""
    if not offers.open_to_visitors(visit.market.id, visit.channel.id, visit.customer_id, clock.now()):
        messages.info(request, _("There is no coupon to take at the moment."))
        return
    if visit.customer_id is None:
        source = accounts.source_of(get_adapter().get_client_ip(request))
        accounts.count_guess({f"coupons taken at {source}": MOST_BY_ADDRESS})
    visitor = UUID(request.session.setdefault(VISITOR, str(new_id())))
    if not offers.earned_by_visit(visit.channel, visitor, visit.customer_id):
        messages.info(request, _("You have to wait for the next one."))
