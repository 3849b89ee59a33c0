"""The checkout: one page, one form, guest first. Choosing holds goods, paying holds money, then it is ordered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneshelf.kernel import clock, sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.carts.public import CartLine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.delivery.public import Destination
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.sourcing.public import WayKind
from oneshelf.modules.tax import public as tax
from oneshelf.surfaces.storefront.cards import picture_address
from oneshelf.surfaces.storefront.forms import AT_COLLECTION, CARDS, ON_ACCOUNT, CheckoutForm
from oneshelf.surfaces.storefront.offers import Offers, offers_of
from oneshelf.surfaces.storefront.on_account import account_of
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.paying import (
    after_all,
    buy_on_account,
    kept,
    ordered,
    paid_by,
    pay_by_card,
    sent_before,
)
from oneshelf.surfaces.storefront.promises import destination_of
from oneshelf.surfaces.storefront.visits import CHECKOUT, Visit, visit_of
from oneshelf.ui.formats import quantity_text

_STEPS = 3
"""How often a press of the same form may be overtaken by an earlier one: it chooses, notes the payment, and orders."""

_USED_UP = (coupons.CouponDoesNotWork, promotions.PromotionUsedUp)
"""What lowered the price that was shown, and others have used up meanwhile: it costs more now, and the page says so."""

_THUMBNAIL = 64
_LONGEST_TOTAL = 18  # digits of an amount that a page says it showed


@kindly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the checkout's page; take it when it is filled in."""
    visit = visit_of(request)
    if visit.cart is None or not visit.cart.lines or not visit.cart.is_with_shopper:
        return after_all(request)
    if request.method == "POST":
        return _take(request, visit)
    former = kept(request)
    begun = _current(former, visit) or _begin(request, visit, former)
    initial = _known(visit) | _chosen_before(begun)
    return _show(request, begun, CheckoutForm(initial=initial, takes_vat_id=tax.takes_vat_ids(visit.market.id)))


@kindly
@never_cache
@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """Show what the basket comes to, and by when it is there, by the way of delivery that is being looked at."""
    visit = visit_of(request)
    begun = _current(kept(request), visit)
    if begun is None:
        raise checkout.UnknownCheckout(checkout="")
    to = destination_of(visit, request.GET.get("postal_code", ""), _country(request.GET.get("country", "")))
    offers = offers_of(visit, _wanted(begun), begun.quote.items, to)
    chosen = _Chosen(*(request.GET.get(name, "") for name in ("method", "store", "service", "card", "vat_id")))
    piece = "checkout/summary_and_services" if "services" in request.GET else "checkout/summary"
    names = "vat_id" in request.GET  # a form without that field has no room for what is wrong with it
    return show(
        request, piece, offers=offers, names_vat_id=names, wrong=chosen.wrong, **_summary(begun, offers, chosen, to)
    )


def _take(request: HttpRequest, visit: Visit) -> HttpResponse:
    former, form = kept(request), CheckoutForm(request.POST, takes_vat_id=tax.takes_vat_ids(visit.market.id))
    begun = _current(former, visit)
    if begun is None or str(begun.id) != request.POST.get("checkout"):
        return sent_before(request) or _show_anew(request, visit, form, checkout.CheckoutChanged(checkout=""))
    if not form.is_valid():
        return _show(request, begun, form, status=422)
    try:
        return _order(request, visit, begun, form)
    except checkout.CheckoutExpired as refusal:
        return _show_anew(request, visit, form, refusal)
    except Refusal as refusal:
        done = sent_before(request)
        if done:
            return done
        if isinstance(refusal, _USED_UP):
            return _show_anew(request, visit, form, refusal)
        field, words = _said(begun, refusal)
        form.add_error(field, words)
        return _show(request, begun, form, status=refusal.status)


def _order(request: HttpRequest, visit: Visit, begun: checkout.Checkout, form: CheckoutForm) -> HttpResponse:
    """Choose, pay and order. Whoever sends the form again while the first is half done goes on from where that is."""
    for _press in range(_STEPS):
        try:
            return _order_as_it_is(request, visit, begun, form)
        except checkout.CheckoutChanged:
            begun = checkout.get_checkout(begun.id)
    return _order_as_it_is(request, visit, begun, form)


def _order_as_it_is(request: HttpRequest, visit: Visit, begun: checkout.Checkout, form: CheckoutForm) -> HttpResponse:
    try:
        chosen = _choose(visit, begun, form)
    except Refusal:
        if checkout.get_checkout(begun.id).version == begun.version:
            raise
        raise checkout.CheckoutChanged(checkout=str(begun.id)) from None  # what lacks is what the first press holds
    _check_seen(request, chosen)
    card = form.cleaned_data["card"]
    if card == AT_COLLECTION:
        return ordered(request, chosen, orders.Terms.AT_COLLECTION)
    if card == ON_ACCOUNT:
        return buy_on_account(request, visit, chosen, form.cleaned_data["reference"])
    return pay_by_card(request, visit, chosen, card)


def _choose(visit: Visit, begun: checkout.Checkout, form: CheckoutForm) -> checkout.Checkout:
    """Hold the goods, unless they are held already exactly as the form says."""
    contact, method, payment = form.contact, Method(form.cleaned_data["method"]), paid_by(form.cleaned_data["card"])
    is_same = begun.method is method and begun.contact == contact and begun.expires_at > clock.now()
    is_same = is_same and (begun.quote.payment == payment or not begun.quote.asks_payment)
    if method is Method.SHIP:
        service = form.cleaned_data["service"]
        if is_same and begun.service == service:
            return begun
        return checkout.ship_to(begun.id, contact, service=service, payment=payment)
    place = places.place_by_code(visit.market.id, form.cleaned_data["store"])
    if is_same and place.id == begun.place:
        return begun
    if form.cleaned_data["seen_way"] == WayKind.SHIP_TO_STORE:  # who was told "today" is asked again
        with suppress(checkout.NowhereInStock):
            return checkout.bring_to(begun.id, place.id, contact, payment=payment)
    return checkout.collect_at(begun.id, place.id, contact, payment=payment)


def _check_seen(request: HttpRequest, chosen: checkout.Checkout) -> None:
    """Let nobody pay another total than the page showed, nor for goods that come on a day that it did not.

    The address may have changed what delivery costs, and others may have taken what was there.
    """
    day = chosen.expected_on.isoformat() if chosen.expected_on else ""
    if day > request.POST.get("seen_day", ""):
        raise checkout.ComesLater(expected_on=day)
    seen, total = request.POST.get("seen_total", ""), chosen.quote.total
    if seen.isascii() and seen.isdigit() and len(seen) < _LONGEST_TOTAL and int(seen) != total.minor:
        raise checkout.PriceChanged(expected=Money(int(seen), total.currency), total=total)


def _country(code: str) -> str:
    return code if len(code) == len("GB") and code.isascii() and code.isalpha() else ""


def _current(begun: checkout.Checkout | None, visit: Visit) -> checkout.Checkout | None:
    """Return the session's checkout if it is of the basket as it is now, whether or not its time is over."""
    if begun is None or visit.cart is None or begun.state is checkout.CheckoutState.COMPLETED:
        return None
    return begun if begun.cart == visit.cart.revision else None


def _begin(request: HttpRequest, visit: Visit, former: checkout.Checkout | None) -> checkout.Checkout:
    """Begin a checkout of the basket as it is now; what the session's `former` one held of coupons is free for it."""
    assert visit.cart is not None
    wanted = [checkout.Wanted(line.variant, line.quantity) for line in visit.cart.lines]
    channel, customer = visit.channel.id, visit.customer_id
    if visit.is_prepared:  # the order is of the channel by which staff took it, and of whom they took it from
        channel, customer = visit.cart.channel, visit.cart.customer
    shown = visit.cart
    if former:
        checkout.give_up_uses(former)
    working = checkout.handed_in(checkout.coupons_kept(shown.coupons, visit.market.id, customer, clock.now()))
    begun = checkout.start(
        visit.market,
        channel,
        wanted,
        customer=customer,
        cart=shown.revision,
        gift=shown.gift,
        staff=shown.staff,
        coupons=working,
    )
    request.session[CHECKOUT] = str(begun.id)
    return begun


def _show_anew(request: HttpRequest, visit: Visit, form: CheckoutForm, refusal: Refusal) -> HttpResponse:
    """Begin again with the basket as it is now, keeping what was filled in."""
    form.is_valid()
    form.add_error(None, str(sentences.describe(refusal)))
    return _show(request, _begin(request, visit, kept(request)), form, status=refusal.status)


def _said(begun: checkout.Checkout, refusal: Refusal) -> tuple[str | None, str]:
    """Return at which field a refusal stands, and its words."""
    if isinstance(refusal, inventory.OutOfStock):
        return "store", _("%(what)s Choose another store or delivery, or take fewer.") % {
            "what": _left(begun, refusal.variant, refusal.available)
        }
    if isinstance(refusal, checkout.NowhereInStock):
        return "method", _("%(what)s Collect it in a store that has it, or take fewer.") % {
            "what": _left(begun, refusal.variant, refusal.available)
        }
    words = str(sentences.describe(refusal))
    if isinstance(refusal, checkout.PlaceDoesNot | places.UnknownPlace):
        return "store", words
    if isinstance(refusal, checkout.CardDeclined | _NOT_LATER):
        return "card", words
    if isinstance(refusal, checkout.ContactMissing) and refusal.name in CheckoutForm.base_fields:
        return refusal.name, words
    return None, words


_NOT_LATER = (
    checkout.NotAtCollection
    | checkout.TooMuchAtCollection
    | orders.TooManyUnpaid
    | companies.NotAMember
    | companies.OrderTooSmall
    | companies.OverMemberLimit
    | companies.OnHold
    | companies.InvoiceOverdue
    | companies.OverCredit
)


def _left(begun: checkout.Checkout, variant: str, available: int) -> str:
    for line in begun.quote.lines:
        if str(line.snapshot.variant) == variant:
            said = {"title": line.snapshot.title, "left": quantity_text(available, line.snapshot.unit)}
            return (
                _("Only %(left)s of “%(title)s” left there.") if available else _("“%(title)s” is sold out there.")
            ) % said
    return _("Something in your basket is sold out there.")


def _show(request: HttpRequest, begun: checkout.Checkout, form: CheckoutForm, status: int = 200) -> HttpResponse:
    visit = visit_of(request)
    to = destination_of(visit, str(form["postal_code"].value() or ""), _country(str(form["country"].value() or "")))
    offers = offers_of(visit, _wanted(begun), begun.quote.items, to)
    store = _chosen_store(form, offers)
    card = str(form["card"].value() or CARDS[0][0])
    method = str(form["method"].value() or offers.easiest.value)
    vat_id = str(form["vat_id"].value() or "") if "vat_id" in form.fields else ""
    chosen = _Chosen(method, store, str(form["service"].value() or ""), card, vat_id)
    stores = [each.place for each in offers.stores]
    later = payments.collection_terms(visit.market.id, [place.id for place in stores])
    summed = _summary(begun, offers, chosen, to)
    return show(
        request,
        "checkout/page",
        status,
        checkout=begun,
        form=form,
        offers=offers,
        cards=CARDS,
        chosen_store=store,
        chosen_card=card,
        later=[place.name for place in stores if place.id in later],
        is_later_everywhere=len(later) == len(stores),
        account=account_of(visit, begun, summed["total"]),
        **summed,
    )


def _chosen_store(form: CheckoutForm, offers: Offers) -> str:
    """Return which store is marked: what was sent; else mine, or the first, as long as it has everything."""
    having = [each.place.code for each in offers.stores if each.is_open]
    wanted = str(form["store"].value() or "")
    return wanted if form.is_bound or wanted in having else next(iter(having), "")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is marked on the form: a way of delivery, a store, a service, a card; and a VAT id as it was typed."""

    method: str
    store: str
    service: str
    card: str
    vat_id: str

    def contact(self, to: Destination) -> Contact:
        """Return whom it is sent to, as far as prices ask: a VAT id that is none counts for nothing yet."""
        vat_id = ""
        with suppress(tax.BadVatId):
            vat_id = tax.read_vat_id(self.vat_id)
        return Contact(country=to.country, postal_code=to.postal_code, vat_id=vat_id)

    @property
    def wrong(self) -> str:
        """What is wrong with the VAT id, in words; nothing where it is one, or none is named."""
        try:
            tax.read_vat_id(self.vat_id)
        except tax.BadVatId as refusal:
            return str(sentences.describe(refusal))
        return ""


def _summary(begun: checkout.Checkout, offers: Offers, chosen: _Chosen, to: Destination) -> dict[str, Any]:
    store = offers.at(chosen.store)
    is_sent = chosen.method == Method.SHIP.value
    way = offers.parcel.by(chosen.service) if is_sent else store.way if store else None
    charge = way.cost if way and way.cost and is_sent else Money.zero(begun.quote.items.currency)
    quote = checkout.quote_as(
        begun,
        charge,
        place=store.place if store and not is_sent else None,
        contact=chosen.contact(to) if is_sent else None,
        payment=paid_by(chosen.card),
    )
    return {
        "quote": quote,
        "lines": [(line, picture_address(line.snapshot.picture, _THUMBNAIL)) for line in quote.lines],
        "sums": quote.sums,
        "total": quote.total,
        "method": chosen.method,
        "way": way,
        "is_later": chosen.card == AT_COLLECTION and not is_sent,
        "is_on_account": chosen.card == ON_ACCOUNT,
        "service": way.key if way and is_sent else chosen.service,
    }


def _wanted(begun: checkout.Checkout) -> list[CartLine]:
    return [CartLine(VariantId(line.snapshot.variant), line.priced.quantity) for line in begun.quote.lines]


def _known(visit: Visit) -> dict[str, str]:
    """Return what a form may be filled in with: a customer's contact, my store, and the country that it lies in."""
    known = Contact()
    if visit.customer:
        known = Contact(name=visit.customer.name, email=visit.customer.email, phone=visit.customer.phone)
    country = visit.store.address.country if visit.store else ""
    store = visit.store.code if visit.store and visit.store.collects else ""
    filled = {
        "name": known.name,
        "email": known.email,
        "phone": known.phone,
        "country": country or visit.country,
        "store": store,
    }
    filled["postal_code"] = visit.postcode
    return filled | _asked_for(visit)


def _chosen_before(begun: checkout.Checkout) -> dict[str, str]:
    """Return what whoever comes back from a bank that is still thinking has filled in already.

    When its time is over it is shown no more: others may use the same browser.
    """
    if begun.method is None or begun.contact is None or begun.expires_at <= clock.now():
        return {}
    filled = {name: value for name, value in asdict(begun.contact).items() if value} | {"method": begun.method.value}
    if begun.method is Method.COLLECT:
        filled["store"] = places.get_place(begun.parcels[0].desk).code
    return filled


def _asked_for(visit: Visit) -> dict[str, str]:
    """Return how the customer told staff that they want it, who prepared the basket."""
    if visit.cart is None or not visit.is_prepared:
        return {}
    if visit.cart.collect_at is None:
        return {"method": Method.SHIP.value} if visit.cart.ship else {}
    return {"method": Method.COLLECT.value, "store": places.get_place(visit.cart.collect_at).code}
