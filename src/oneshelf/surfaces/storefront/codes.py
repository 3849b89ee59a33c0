"""Codes of coupons in the basket."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneshelf.kernel import clock, sentences
from oneshelf.kernel.accounts.public import TooManyAttempts
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.surfaces.storefront.cart import basket_of
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.visits import Visit, visit_of

LONGEST_TYPED = 60
"""Characters of what somebody types as a code: as long as a code with all its dashes, and then some."""


@kindly
@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Keep a coupon with the basket, if its code works: whoever guesses learns nothing of those that do not."""
    visit, typed = visit_of(request), request.POST.get("code", "")[:LONGEST_TYPED]
    try:
        found = _tried(request, visit, typed)
        cart = visit.open_cart()
        checkout.check_room(found, cart.coupons, visit.market.id, visit.customer_id, clock.now(), held_by=visit.begun)
        carts.keep_coupon(cart.id, found.coupon)
    except (coupons.CouponDoesNotWork, TooManyAttempts, carts.TooManyCoupons) as refusal:
        return _refused(request, visit, typed, refusal)
    messages.success(request, _("Your code is in your basket."))
    return redirect("storefront:cart")


@kindly
@require_POST
def take_out(request: HttpRequest, coupon: UUID) -> HttpResponse:
    """Take a coupon out of the basket."""
    visit = visit_of(request)
    if visit.cart is None or coupon not in visit.cart.coupons:
        raise NotFound(kind="coupon", value=str(coupon))
    carts.take_out_coupon(visit.cart.id, coupon)
    return redirect("storefront:cart")


def _refused(request: HttpRequest, visit: Visit, typed: str, refusal: Refusal) -> HttpResponse:
    """Say at its field why a code is not taken; an empty basket has no such field."""
    basket, wrong = basket_of(visit), str(sentences.describe(refusal))
    if basket.rows:
        return show(request, "cart/page", refusal.status, basket=basket, typed=typed, wrong=wrong)
    messages.error(request, wrong)
    return redirect("storefront:cart")


def _tried(request: HttpRequest, visit: Visit, typed: str) -> coupons.Found:
    by = coupons.Guesser(
        session=request.session.session_key or "",
        address=get_adapter().get_client_ip(request),
        customer=visit.customer_id,
    )
    return coupons.try_code(typed, visit.market.id, by=by, at=clock.now(), held_by=visit.begun)
