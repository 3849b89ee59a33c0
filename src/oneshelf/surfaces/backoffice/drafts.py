"""Orders that staff prepare for a customer on the telephone: find them, fill the basket, send a link that pays it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid, NotAllowed, Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart, CartId
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import EmptyBasket, NotForSale
from oneshelf.modules.companies import public as companies
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.errors import NoPhoneChannel

PERMISSION = "carts.draft"
LONGEST_VERSION = 9
"""Digits: no basket changes so often."""

LONGEST_TEXT = 100
"""Characters of a search or a name that are read."""

DELIVERY = "ship"
"""What the form says for delivery, where otherwise a place's code stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a draft; it is not `quoted` when it is not for sale, or has no price any more."""

    snapshot: VariantSnapshot
    quantity: int
    quoted: checkout.QuotedLine | None


@guards.staff_only(PERMISSION)
@never_cache
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """List the drafts that wait, and find the customer of a new one."""
    desk, text = desk_of(request), request.GET.get("q", "")[:LONGEST_TEXT].strip()
    waiting = carts.drafts(desk.market.id)
    known = customers.customers_by_id(each.customer for each in waiting if each.customer)
    rows = [(each, known.get(each.customer) if each.customer else None) for each in waiting]
    found = customers.search(text, most=8) if text and desk.actor.may_somewhere("customers.view") else []
    return show(request, "drafts/list", rows=rows, text=text, found=found, zone=desk.market.time_zone)


@guards.staff_only(PERMISSION)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft for a customer who was found, or for one who is registered with it."""
    desk = desk_of(request)
    channel = next((each for each in desk.channels.values() if each.kind is ChannelKind.PHONE and each.active), None)
    if channel is None:
        raise NoPhoneChannel
    made = carts.draft(desk.market.id, channel.id, customer=_customer(request, desk), by=hands_of(desk))
    return redirect("backoffice:draft", made.id)


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, cart: UUID) -> HttpResponse:
    """Show a draft; take what is changed in it."""
    desk, known = desk_of(request), draft_of(desk_of(request), cart)
    if request.method != "POST":
        return show_draft(request, desk, known)
    try:
        _change(request, desk, known)
    except Refusal as refusal:
        return show_draft(request, desk, carts.load(known.id), refusal=refusal)
    return redirect("backoffice:draft", known.id)


@guards.staff_only(PERMISSION)
@require_POST
def send(request: HttpRequest, cart: UUID) -> HttpResponse:
    """Mail the customer a link that pays exactly this basket, and show it once, to be read out."""
    desk, known = desk_of(request), draft_of(desk_of(request), cart)
    assert known.customer is not None, "a draft by telephone is somebody's"
    customer = customers.get_customer(known.customer)
    if not known.lines:
        return show_draft(request, desk, known, refusal=EmptyBasket())
    if not customer.email:
        cure = _("Write the customer’s e-mail down first, in the list of customers.")
        return show_draft(request, desk, known, refusal=Invalid(name=_("E-mail"), value="", cure=cure))
    try:
        token = carts.send(known.id, by=hands_of(desk))
    except Refusal as refusal:
        return show_draft(request, desk, carts.load(known.id), refusal=refusal)
    link = settings.PUBLIC_URL.rstrip("/") + reverse("storefront:prepared", args=[token])
    with translation.override(customers.language_for(customer.id, desk.market.id)):
        told = {"shop": settings.SHOP_NAME, "name": customer.name, "link": link, "days": carts.LINK_FOR.days}
        subject = _("%(shop)s: your order is ready to be paid") % {"shop": settings.SHOP_NAME}
        send_mail(subject, render_to_string("backoffice/drafts/link.txt", told), None, [customer.email])
    return show_draft(request, desk, carts.load(known.id), link=link)


def _change(request: HttpRequest, desk: Desk, known: Cart) -> None:
    act, hands = request.POST.get("act", ""), hands_of(desk)
    if act == "add":
        variant = _sold(request.POST.get("code", ""))
        carts.add_line(known.id, variant.variant, variant.unit.scale, by=hands)
    elif act == "line":
        line = _line(known, request.POST.get("variant", ""))
        quantity = _quantity(request.POST.get("quantity", ""), line)
        carts.set_line(known.id, line.variant, quantity, version=_version(request), by=hands)
    elif act == "way":
        carts.wish(known.id, collect_at=_place(request, desk), by=hands)
    elif act == "gift":
        wanted = carts.Gift(request.POST.get("message", "")) if "gift" in request.POST else None
        carts.set_gift(known.id, wanted, by=hands)
    elif act == "code":
        code = request.POST.get("code", "")[:LONGEST_TEXT].strip()
        found = coupons.working(code, desk.market.id, known.customer, clock.now())
        carts.keep_coupon(known.id, found.coupon, by=hands)
    elif act == "drop_code":
        carts.take_out_coupon(known.id, _coupon(known, request.POST.get("coupon", "")), by=hands)
    elif act == "reopen":
        carts.reopen(known.id, by=hands)
    elif act == "drop":
        carts.give_back(known.id, by=hands)
        messages.success(request, _("The draft was dropped."))
    else:
        raise Invalid(name="act", value=act[:20], cure=_("Load the page again."))


def show_draft(
    request: HttpRequest, desk: Desk, known: Cart, *, refusal: Refusal | None = None, link: str = ""
) -> HttpResponse:
    """Show a draft, with what was refused just now or the link that was sent."""
    variants = [line.variant for line in known.lines]
    snapshots = catalogue.snapshots(variants)
    kept = checkout.coupons_kept(known.coupons, desk.market.id, known.customer, clock.now())
    quote = _quote(desk, known, kept)
    quoted = {line.snapshot.variant: line for line in quote.lines}
    rows = [
        Row(snapshots[line.variant], line.quantity, quoted.get(line.variant))
        for line in known.lines
        if line.variant in snapshots
    ]
    stores = [place for place in places.list_places(desk.market.id) if place.collects and not place.archived]
    ways = [("", _("Not asked yet")), (DELIVERY, _("Delivery")), *((each.code, each.name) for each in stores)]
    chosen = next((each.code for each in stores if each.id == known.collect_at), DELIVERY if known.ship else "")
    return show(
        request,
        "drafts/page",
        refusal.status if refusal else 200,
        draft=known,
        is_mine=known.holder.is_same(hands_of(desk)),
        is_live=known.state is carts.CartState.DRAFT,
        customer=customers.get_customer(known.customer) if known.customer else None,
        rows=rows,
        sums=quote.sums,
        codes=[(each, checkout.idle_text_for_staff(each, quote)) for each in kept],
        ways=ways,
        chosen=chosen,
        may_pay_later=known.collect_at in payments.collection_terms(desk.market.id, [place.id for place in stores]),
        company=_company(desk, known),
        may_explain=desk.actor.may_somewhere("promotions.view"),
        said=sentences.describe(refusal) if refusal else None,
        link=link,
    )


def _quote(desk: Desk, known: Cart, kept: list[checkout.KeptCoupon]) -> checkout.BasketQuote:
    """Return what a draft comes to without delivery, as its order is priced."""
    buyer = pricing.Buyer(known.channel, customer=known.customer)
    occasion = checkout.Occasion(desk.market, buyer, clock.now(), coupons=checkout.handed_in(kept))
    return checkout.priced_known(occasion, known.quantities)


def _coupon(known: Cart, text: str) -> UUID:
    """Return the coupon of a draft that is named. Raises UnknownCoupon."""
    found = next((each for each in known.coupons if str(each) == text), None)
    if found is None:
        raise coupons.UnknownCoupon(coupon=text[:40])
    return found


def _company(desk: Desk, known: Cart) -> str:
    """Return the name of the company on whose account the draft can be ordered; '' for most of them."""
    if known.customer is None or not desk.actor.may("companies.sell", known.collect_at):
        return ""
    found = companies.membership(desk.market.id, known.customer)
    return found[0].profile.name if found else ""


def _customer(request: HttpRequest, desk: Desk) -> CustomerId:
    if "customer" in request.POST:
        if not desk.actor.may_somewhere("customers.view"):
            raise NotAllowed(permission="customers.view")
        try:
            return customers.get_customer(CustomerId(UUID(request.POST["customer"]))).id
        except ValueError:
            raise customers.UnknownCustomer(customer=request.POST["customer"][:40]) from None
    said = {name: request.POST.get(name, "")[:LONGEST_TEXT].strip() for name in ("name", "email", "phone")}
    if not said["name"] or not said["email"]:
        raise Invalid(name=_("Name"), value=said["name"], cure=_("Write down name and e-mail of a new customer."))
    return customers.register(name=said["name"], email=said["email"], phone=said["phone"]).id


def draft_of(desk: Desk, cart: UUID) -> Cart:
    """Return a draft by telephone of this market. Raises UnknownCart."""
    known = carts.load(CartId(cart))
    if known.market != desk.market.id or known.staff is None or known.customer is None:
        raise carts.UnknownCart(cart=str(cart))
    if desk.channels[known.channel].kind is not ChannelKind.PHONE:
        raise carts.UnknownCart(cart=str(cart))
    return known


def hands_of(desk: Desk) -> carts.Holder:
    """Return whoever is looking as the hands that hold a basket."""
    return carts.Holder(carts.HolderKind.STAFF, desk.actor.id, desk.name)


def _sold(code: str) -> VariantSnapshot:
    """Return the article that a code or some words name. Raises NotForSale."""
    text = code[:LONGEST_TEXT].strip()
    variant = catalogue.find_variant_by_code(text) if text else None
    if variant is None and text:
        hits = catalogue.quick_search(text, catalogue.SearchFilters(), limit=1).hits
        variant = next((each for hit in hits for each in hit.variants), None)
    if variant is None:
        raise NotForSale(variant=text)
    return catalogue.snapshots([variant])[variant]


def _line(known: Cart, text: str) -> VariantSnapshot:
    variant = next((line.variant for line in known.lines if str(line.variant) == text), None)
    if variant is None:
        raise NotForSale(variant=text[:40])
    return catalogue.snapshots([VariantId(variant)])[variant]


def _quantity(text: str, line: VariantSnapshot) -> int:
    try:
        return line.unit.parse(text)
    except ValueError:
        raise Invalid(name=_("Quantity"), value=text[:20], cure=_("Write a number like 2 or 1.25.")) from None


def _version(request: HttpRequest) -> int:
    said = request.POST.get("version", "")
    if not (said.isascii() and said.isdigit() and len(said) < LONGEST_VERSION):
        raise Invalid(name="version", value=said[:20], cure=_("Load the page again."))
    return int(said)


def _place(request: HttpRequest, desk: Desk) -> places.PlaceId | None:
    code = request.POST.get("way", "")
    return None if code == DELIVERY else places.place_by_code(desk.market.id, code).id
