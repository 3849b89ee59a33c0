"""A customer's basket in the hands of somebody on the floor: taken by its code, parked for the till, or given back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import clock, guards
from oneshelf.kernel.actors import names_of
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart, CartId, CartLine
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.markets import public as markets
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Award
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.goods import picture_of

LONGEST_COUPON = 60
"""Characters of a coupon's code, with all its dashes, and then some."""

LONGEST_CODE = 200
"""How many characters of what was scanned are read; the QR code is an address that ends with the code."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a basket with what the catalogue knows about it."""

    line: CartLine
    article: VariantSnapshot
    picture: str | None


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon that a basket's customer can use, by what it gives; its code stays theirs."""

    coupon: UUID
    name: str
    until: datetime


@guards.staff_only("carts.serve")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def baskets(request: HttpRequest, place: UUID) -> HttpResponse:
    """Show the baskets that the person has in hands, and take over the one whose code was scanned or typed."""
    desk = desks.at_place(request, place, "carts.serve")
    if request.method != "POST":
        return _show(request, desk)
    try:
        return take(request, desk, request.POST.get("code", ""))
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, refusal)


def take(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Take over the basket of a code, or of an address that ends with it. Raises BadCartCode and CartBeingPaid."""
    written = code.strip()[:LONGEST_CODE].rstrip("/").rpartition("/")[2]
    checkout.take_over_cart(written, _hands(desk), market=desk.place.market)
    messages.success(request, _("The basket is in your hands."))
    return redirect("associate:baskets", desk.place.id)


@guards.staff_only("carts.serve")
@require_POST
def give_back(request: HttpRequest, place: UUID, cart: UUID) -> HttpResponse:
    """Give a basket back to the phone that it came from."""
    desk = desks.at_place(request, place, "carts.serve")
    said = _("The basket is with its customer again.")
    return _doing(request, desk, lambda: carts.give_back(CartId(cart), by=_hands(desk)), said)


@guards.staff_only("carts.serve")
@require_POST
def park(request: HttpRequest, place: UUID, cart: UUID) -> HttpResponse:
    """Put a basket aside under a name, so that any till of the place can take and sell it."""
    desk = desks.at_place(request, place, "carts.serve")

    def work() -> None:
        held = _mine(desk, cart)
        assert desk.actor.id is not None, "staff has an id"
        carts.park(
            desk.place.id,
            held.channel,
            held.lines,
            label=request.POST.get("label", "").strip(),
            by=_hands(desk),
            staff=desk.actor.id,
            customer=held.customer,
            cart=held.id,
        )

    return _doing(request, desk, work, _("The basket waits at the tills."))


@guards.staff_only("carts.serve")
@require_POST
def use_coupon(request: HttpRequest, place: UUID, cart: UUID, coupon: UUID) -> HttpResponse:
    """Keep a coupon of its customer with a basket, so that it is priced with it wherever it is paid."""
    desk = desks.at_place(request, place, "carts.serve")

    def work() -> None:
        held = _mine(desk, cart)
        if coupon not in {each.coupon for each in _usable(desk, [held])}:
            raise NotFound(kind="coupon", value=str(coupon))
        carts.keep_coupon(held.id, coupon, by=_hands(desk))

    return _doing(request, desk, work, _("The coupon is in the basket."))


@guards.staff_only("carts.serve")
@require_POST
def codes(request: HttpRequest, place: UUID, cart: UUID) -> HttpResponse:
    """Take the code of a coupon for a basket, or a coupon out of it; a code that does not work says exactly why."""
    desk = desks.at_place(request, place, "carts.serve")

    def work() -> None:
        held = _mine(desk, cart)
        if "coupon" in request.POST:
            _take_out(desk, held, request.POST["coupon"])
        else:
            code = request.POST.get("code", "")[:LONGEST_COUPON].strip()
            found = coupons.working(code, held.market, held.customer, clock.now())
            carts.keep_coupon(held.id, found.coupon, by=_hands(desk))

    return _doing(request, desk, work)


def _doing(request: HttpRequest, desk: Desk, work: Callable[[], object], said: str = "") -> HttpResponse:
    """Do something with a basket, and show the baskets: with what was done, or why it was refused."""
    try:
        work()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, refusal)
    if said:
        messages.success(request, said)
    return redirect("associate:baskets", desk.place.id)


def _take_out(desk: Desk, held: Cart, text: str) -> None:
    """Take a coupon out of a basket. Raises UnknownCoupon."""
    kept = next((each for each in held.coupons if str(each) == text), None)
    if kept is None:
        raise coupons.UnknownCoupon(coupon=text[:40])
    carts.take_out_coupon(held.id, kept, by=_hands(desk))


def _codes(desk: Desk, held: Cart) -> list[tuple[checkout.KeptCoupon, str]]:
    """Return the coupons of a basket, each with why nothing is taken off for it at a till here; '' where it is."""
    now = clock.now()
    kept = checkout.coupons_kept(held.coupons, held.market, held.customer, now)
    if not kept:
        return []
    buyer = pricing.Buyer(held.channel, desk.place.id, held.customer)
    occasion = checkout.Occasion(
        markets.get_market(held.market), buyer, now, desk.place, coupons=checkout.handed_in(kept)
    )
    quote = checkout.priced_known(occasion, held.quantities)
    return [(each, checkout.idle_text_for_staff(each, quote)) for each in kept]


def _usable(desk: Desk, held: Sequence[Cart]) -> list[Award]:
    """Return what the customers of baskets were given and can use: one statement."""
    theirs = [each.customer for each in held if each.customer]
    return offers.usable_by(theirs, desk.place.market, clock.now()) if theirs else []


def _coupons(awards: Sequence[Award], held: Sequence[Cart]) -> dict[CartId, list[Coupon]]:
    """Return for each basket the coupons of its customer that it does not hold yet."""
    given = promotions.promotions_by_id({each.promotion for each in awards}) if awards else {}
    language = get_language() or ""
    return {
        cart.id: [
            Coupon(each.coupon, given[each.promotion].plan.name_in(language), each.expires_at)
            for each in awards
            if each.customer == cart.customer and each.coupon not in cart.coupons
        ]
        for cart in held
    }


def _mine(desk: Desk, cart: UUID) -> Cart:
    """Return a basket in the person's hands. Raises UnknownCart and CartElsewhere."""
    found = carts.load(CartId(cart))
    if found.state.value not in carts.LIVE_STATES:
        raise carts.UnknownCart(cart=str(cart))
    if not found.holder.is_same(_hands(desk)):
        raise carts.CartElsewhere(kind=found.holder.kind.value, where=found.holder.name)
    return found


def _hands(desk: Desk) -> carts.Holder:
    assert desk.actor.id is not None, "staff has an id"
    name = names_of(desk.actor.kind, [desk.actor.id]).get(desk.actor.id, "")
    return carts.Holder(carts.HolderKind.STAFF, desk.actor.id, name)


def _show(request: HttpRequest, desk: Desk, refusal: Refusal | None = None) -> HttpResponse:
    held = [each for each in carts.held_by(_hands(desk)) if each.market == desk.place.market]
    offered = _coupons(_usable(desk, held), held)
    known = catalogue.snapshots(sorted({line.variant for each in held for line in each.lines}))
    zone = markets.get_market(desk.place.market).time_zone
    shown = {
        "desk": desk,
        "zone": zone,
        "held": [
            (
                each,
                [
                    Row(line, known[line.variant], picture_of(known[line.variant], 240))
                    for line in each.lines
                    if line.variant in known
                ],
                offered[each.id],
                _codes(desk, each),
            )
            for each in held
        ],
        "longest": carts.LONGEST_LABEL,
    }
    return order.answer(request, "associate/baskets.html", shown, refusal)
