"""Why a basket costs what it costs: any that somebody asks about, and that of an order, from what was kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.carts.public import Cart, UnknownCart
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Judged, Sealed, compiled, priced
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.errors import NoCustomerNamed
from oneshelf.surfaces.backoffice.explain_cart import cart_of, cart_of_customer, filled_in
from oneshelf.surfaces.backoffice.explain_form import ExplainForm
from oneshelf.surfaces.backoffice.order import seen_order
from oneshelf.ui.formats import percent_text

LONGEST_TYPED = 100
"""Characters of an e-mail or card number that are read."""

_TREATMENTS = {
    compiled.Treatment.EXEMPT: _("The buyer is exempt from tax."),
    compiled.Treatment.REVERSE: _("The buyer owes the tax (reverse charge)."),
}

_ROUNDING: dict[compiled.TaxRounding, str | Promise] = {
    compiled.TaxRounding.LINE: _("Tax is rounded on each line."),
    compiled.TaxRounding.DOCUMENT: _("Tax is rounded once, on the sum of what one rate is taken of."),
}

_HALVES: dict[compiled.RoundingMode, str | Promise] = {
    compiled.RoundingMode.HALF_AWAY: _("Halves are rounded up."),
    compiled.RoundingMode.HALF_EVEN: _("Halves are rounded to the even neighbour."),
}


_FAR = frozenset({priced.Why.NEEDS_COUPON, priced.Why.NOTHING_MATCHES})
"""Why most promotions are none of a basket's: they are told apart, folded."""


@dataclass(frozen=True, slots=True)
class LineTold:
    """A line, or delivery, as it is read: `price_list` is that of its listed price, '' where it is not known."""

    title: str
    sku: str
    quantity: int
    unit: Unit
    price_list: str
    base: Money
    off: tuple[tuple[str, int, Money], ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class RuleTold:
    """What became of a promotion, as it is read."""

    id: str
    label: str
    version: int | None
    off: Money
    words: str
    by: tuple[str, ...]


@guards.staff_only("orders.view")
@never_cache
@require_safe
def order_price(request: HttpRequest, order: UUID) -> HttpResponse:
    """Tell why an order cost what it cost, from the proof that was kept with it."""
    desk = desk_of(request)
    found = seen_order(desk, order, "orders.view")
    sealed = orders.find_proof(found.summary.id)
    told = _of_proof(desk, found, sealed) if sealed else {}
    added = [_of_proof(desk, found, each) for each in orders.find_amended_proofs(found.summary.id)]
    return show(
        request,
        "explain/order",
        may_open=desk.actor.may("promotions.view"),
        order=found,
        number=found.summary.number,
        sealed=sealed,
        added=added,
        **told,
    )


@sensitive_post_parameters("codes")
@guards.staff_only("promotions.view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest) -> HttpResponse:
    """Explain any basket: where, for whom, when, and with which codes. Codes never stand in an address.

    One that is being filled (`?cart=`) is filled in and explained at once, with the coupons that it keeps.
    """
    desk = desk_of(request)
    if request.POST.get("act") == "basket":
        return _customers_basket(request, desk)
    given = request.POST if request.method == "POST" else _of_cart(desk, request.GET.get("cart", ""))
    with timezone.override(desk.zone):  # what is typed is what clocks in the market show
        if not given.get("lines") and request.method != "POST":
            return _show(request, desk, ExplainForm(desk=desk, initial=dict(given)))
        form = ExplainForm(given, desk=desk)
        if not form.is_valid():
            return _show(request, desk, form, 422)
    try:
        told = _of_basket(desk, form.cleaned_data)
    except Refusal as refusal:
        return _show(request, desk, form, refusal.status, said=sentences.describe(refusal))
    return _show(request, desk, form, may_open=True, **told)


def _show(request: HttpRequest, desk: Desk, form: ExplainForm, status: int = 200, **told: Any) -> HttpResponse:
    sees_baskets = desk.actor.may_somewhere("customers.view")
    return show(request, "explain/page", status, form=form, sees_baskets=sees_baskets, **told)


def _customers_basket(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Fill in what the named customer has in their basket."""
    try:
        cart = cart_of_customer(desk, request.POST.get("customer", "")[:LONGEST_TYPED])
    except (Invalid, NoCustomerNamed) as refusal:
        form = ExplainForm(desk=desk, initial=request.POST.dict())
        return _show(request, desk, form, refusal.status, said=sentences.describe(refusal))
    return HttpResponseRedirect(f"{reverse('backoffice:explain')}?cart={cart.id}")


def _of_cart(desk: Desk, text: str) -> Mapping[str, str]:
    """Return what the form holds for a basket that is named. Raises UnknownCart, and NotAllowed."""
    if not text:
        return {}
    try:
        return filled_in(desk, cart_of(desk, UUID(text)))
    except ValueError:
        raise UnknownCart(cart=text[:40]) from None


def _of_basket(desk: Desk, given: dict[str, Any]) -> dict[str, Any]:
    channel, place = given["channel"], given["place"]
    at_till = place.id if place and channel.kind is ChannelKind.TILL else None
    buyer = pricing.Buyer(channel.id, at_till, given["customer"])
    at = given["at"] or clock.now()
    occasion = checkout.Occasion(desk.market, buyer, at, place, given["contact"])
    cart: Cart | None = given["cart"]
    kept = cart.coupons if cart else ()
    tried = checkout.try_codes(given["codes"], desk.market.id, buyer.customer, at, kept=kept)
    found = checkout.explain(occasion, given["lines"], tried)
    exactly = desk.actor.may_somewhere("coupons.view")
    currency = desk.market.currency
    return {
        "at": at,
        "lines": [_quoted(found, line) for line in found.quote.lines],
        "delivery": found.quote.delivery if occasion.contact else None,
        "delivery_off": [(each.label, each.version, -each.amount) for each in found.quote.delivery_savings],
        "codes": [(each.tail, checkout.code_text(each, found, exactly=exactly)) for each in found.codes],
        "total": found.quote.total,
        "exact": found.exact,
        **_rules(found.judged, currency),
        **_taxes(found.bands, compiled.Treatment(found.treatment), found.rounding, currency),
    }


def _of_proof(desk: Desk, found: Order, sealed: Sealed) -> dict[str, Any]:
    told, currency = sealed.priced, found.summary.currency
    known = {str(line.line): line for line in found.lines}
    lines = []
    for each in told.lines:
        line = known.get(each.keys[0])
        title, sku, unit = (line.title, line.sku, line.unit) if line else ("–", "", Unit.EACH)
        base, amount = Money(each.base, currency), Money(each.amount, currency)
        lines.append(LineTold(title, sku, each.quantity, unit, "", base, _off(each, currency), amount))
    delivery = told.delivery
    return {
        "lines": lines,
        "delivery": Money(delivery.amount, currency) if delivery else None,
        "delivery_off": list(_off(delivery, currency)) if delivery else [],
        "total": Money(told.total, currency),
        "intact": pricing.is_intact(sealed),
        "exact": told.exact,
        **_rules(pricing.judged(told, sealed.rules), currency),
        **_taxes(told.bands, told.treatment, told.rounding, currency),
    }


def _quoted(found: checkout.Explained, line: checkout.QuotedLine) -> LineTold:
    off = tuple((each.label, each.version, -each.amount) for each in line.savings)
    snapshot, price_list = line.snapshot, found.lists[line.snapshot.variant]
    shown = "" if price_list == pricing.BASE else price_list
    quantity = line.priced.quantity
    return LineTold(snapshot.title, snapshot.sku, quantity, snapshot.unit, shown, line.listed, off, line.priced.amount)


def _off(line: priced.Priced, currency: str) -> tuple[tuple[str, int, Money], ...]:
    return tuple((each.label, each.version, Money(-each.minor, currency)) for each in line.off)


def _rules(judged: tuple[Judged, ...], currency: str) -> dict[str, list[RuleTold]]:
    rows = [
        (
            each.applied,
            RuleTold(
                each.rule,
                each.label,
                each.version,
                Money(-each.verdict.off, currency),
                pricing.why_text(each.verdict, currency),
                each.by,
            ),
        )
        for each in judged
    ]
    far = {each.rule for each in judged if each.verdict.why in _FAR}
    others = [row for yes, row in rows if not yes]
    return {
        "applied": [row for yes, row in rows if yes],
        "others": [row for row in others if row.id not in far],
        "far": [row for row in others if row.id in far],
    }


def _taxes(
    bands: tuple[priced.Band, ...], treatment: compiled.Treatment, rounding: compiled.Rounding, currency: str
) -> dict[str, Any]:
    return {
        "bands": [
            (
                band.code,
                percent_text(Decimal(band.ppm) / compiled.WHOLE_PPM),
                Money(band.taxable, currency),
                Money(band.tax, currency),
            )
            for band in bands
        ],
        "treatment": _TREATMENTS.get(treatment),
        "rounding": [_HALVES[rounding.mode], *([_ROUNDING[rounding.tax]] if bands else [])],
    }
