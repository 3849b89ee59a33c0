"""The basket on its way: to a till or a member of staff by a code, to this device by theirs, and from a mailed link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.surfaces.storefront.cart import basket_of, basket_of_cart
from oneshelf.surfaces.storefront.pages import is_exchange, kindly, show
from oneshelf.surfaces.storefront.visits import PREPARED, Visit, visit_of

LONGEST_SECRET = 64
"""Characters of a link's secret."""


@kindly
@never_cache
@require_POST
def show_code(request: HttpRequest) -> HttpResponse:
    """Show the code by which a till or a member of staff takes the basket over."""
    visit = visit_of(request)
    if visit.cart is None or not visit.cart.lines:
        return redirect("storefront:cart")
    return show(request, "cart/code", shown=carts.show_code(visit.cart.id), basket=basket_of(visit))


@kindly
@never_cache
@require_safe
def whereabouts(request: HttpRequest) -> HttpResponse:
    """Lead the page that shows a code to the basket once somebody has taken it; nothing happens before."""
    visit = visit_of(request)
    if visit.cart is not None and visit.cart.is_with_shopper:
        return HttpResponse(status=204)
    where = reverse("storefront:cart")
    return HttpResponse(status=204, headers={"HX-Redirect": where}) if is_exchange(request) else redirect(where)


@kindly
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the basket back from wherever it is."""
    visit = visit_of(request)
    if visit.cart is not None and not visit.is_prepared:  # what staff prepare they send again when they are done
        carts.take_back(visit.cart.id)
    return redirect("storefront:cart")


@kindly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the basket of a code that a till or a member of staff shows; take it to this device."""
    visit = visit_of(request)
    code = code or request.POST.get("code", request.GET.get("code", ""))
    if request.method == "POST":
        try:
            return _taken(visit, code)
        except carts.BadCartCode as refusal:
            return _asked(request, code, refusal)
    if not code:
        return _asked(request)
    try:
        offered = carts.cart_of_code(code, market=visit.market.id)
    except carts.BadCartCode as refusal:
        return _asked(request, code, refusal)
    return show(request, "cart/take", offered=offered, basket=basket_of_cart(visit, offered), code=code)


@kindly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prepared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the basket that staff prepared; let this device pay it, beside the shopper's own."""
    visit, found = visit_of(request), carts.cart_of_token(token[:LONGEST_SECRET])
    if found is None or found.state is not carts.CartState.DRAFT:
        raise carts.UnknownCart(cart="")
    if request.method == "POST":
        request.session[PREPARED] = token
        return redirect("storefront:checkout" if found.is_with_shopper else "storefront:cart")
    return show(request, "cart/prepared", offered=found, basket=basket_of_cart(visit, found))


@kindly
@require_POST
def leave_prepared(request: HttpRequest) -> HttpResponse:
    """Go back to the shopper's own basket; the link still opens the prepared one."""
    request.session.pop(PREPARED, None)
    return redirect("storefront:cart")


def _taken(visit: Visit, code: str) -> HttpResponse:
    visit.cart = checkout.take_home_cart(code, visit.open_cart(), market=visit.market.id)
    return redirect("storefront:cart")


def _asked(request: HttpRequest, code: str = "", refusal: Refusal | None = None) -> HttpResponse:
    said = sentences.describe(refusal) if refusal else None
    return show(request, "cart/take", refusal.status if refusal else 200, said=said, code=code)
