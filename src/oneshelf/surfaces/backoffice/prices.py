"""Prices: what an article costs, what it cost and will cost, and changing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import ListCode, Price, PriceId
from oneshelf.surfaces.backoffice import amounts
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.finding import find_articles
from oneshelf.surfaces.backoffice.moments import MomentField, read_on_clocks_of
from oneshelf.ui.formats import instant_text, unit_price_text

MOST_PRICES = 50
"""The latest prices of an article that its page shows."""

_AT_FIELD = {"price": "amount", "currency": "amount", "starts": "starts", "ends": "ends"}
"""Where the page shows what is refused about a field of a price."""


class PriceForm(forms.Form):
    """A new price, from now on or from a planned minute, until further notice or a given minute."""

    amount = forms.CharField(
        label=_("New price"), max_length=20, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    )
    starts = MomentField(label=_("From"), help_text=_("Leave it empty to change the price now."))
    ends = MomentField(label=_("Until"), help_text=_("Leave it empty for until further notice."))

    def __init__(self, *args: Any, desk: Desk) -> None:
        super().__init__(*args)
        read_on_clocks_of(desk.zone, self)
        self._currency = desk.market.currency

    def clean_amount(self) -> Money:
        """Read the amount in the market's currency."""
        amount = amounts.read_amount(self.cleaned_data["amount"], self._currency)
        if amount.minor < 0:
            raise forms.ValidationError(_t("A price is zero or more."))
        return amount


@guards.staff_only("pricing.view")
@never_cache
@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Find articles and what they cost now."""
    desk, text = desk_of(request), request.GET.get("q", "").strip()[:100]
    articles = find_articles(text)
    now = pricing.prices(desk.market.id, [each.id for each in articles], clock.now())
    return show(request, "prices/list", text=text, rows=[(each, now.get(each.id)) for each in articles])


@guards.staff_only("pricing.view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def price(request: HttpRequest, variant: UUID) -> HttpResponse:
    """Show an article's prices in a list, the base list unless another is named, and change them."""
    desk, article = desk_of(request), _article(variant)
    lists = pricing.price_lists(desk.market.id)
    shown = next((each for each in lists if each.code == request.GET.get("list")), None)
    code = shown.code if shown else pricing.BASE
    if request.method == "POST":
        desk.actor.require("pricing.edit")
    with timezone.override(desk.zone):  # what is typed is what clocks in the market show
        form = PriceForm(request.POST or None, desk=desk)
        if request.method == "POST" and form.is_valid() and _changed(request, desk, article, code, form):
            return HttpResponseRedirect(request.get_full_path())
        now = clock.now()
        history = pricing.price_history(desk.market.id, article.variant, price_list=code, limit=MOST_PRICES)
        buyer = shown.scope.buyer() if shown else pricing.ANYBODY
        lowest = pricing.lowest_in_30_days(desk.market.id, [article.variant], now, buyer)
        return show(
            request,
            "prices/page",
            422 if request.method == "POST" else 200,
            article=article,
            history=[(each, _when(each, now)) for each in history],
            current=next((each for each in history if each.holds_at(now)), None),
            lowest=lowest.get(article.variant),
            form=form,
            lists=lists,
            code=code,
            may_edit=desk.actor.may("pricing.edit"),
        )


@guards.staff_only("pricing.edit")
@never_cache
@require_POST
def cancel_planned(request: HttpRequest, variant: UUID) -> HttpResponse:
    """Take a planned price back; what it took the place of holds again."""
    desk, article = desk_of(request), _article(variant)
    desk.actor.require("pricing.edit")
    try:
        planned = PriceId(UUID(request.POST.get("price", "")))
    except ValueError:
        raise NotFound(kind=_t("planned price"), value="") from None
    try:
        code = ListCode(request.POST.get("list", pricing.BASE))
        pricing.cancel_planned(desk.market.id, article.variant, planned, actor=desk.actor, price_list=code)
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
    else:
        messages.success(request, _t("The planned price is taken back."))
    return HttpResponseRedirect(resolve_url("backoffice:price", article.variant))


def _article(variant: UUID) -> VariantSnapshot:
    found = catalogue.snapshots([VariantId(variant)]).get(VariantId(variant))
    if found is None:
        raise NotFound(kind=_t("article"), value=str(variant))
    return found


def _changed(request: HttpRequest, desk: Desk, article: VariantSnapshot, code: ListCode, form: PriceForm) -> bool:
    """Set or plan the price; what is refused stands at its field."""
    given = form.cleaned_data
    starts: datetime | None = given["starts"]
    new = UnitPrice(given["amount"].minor, given["amount"].currency, article.unit.scale)
    try:
        verb = pricing.plan_price if starts else pricing.set_price
        begins = starts or clock.now()
        verb(desk.market.id, article.variant, new, begins, given["ends"], actor=desk.actor, price_list=code)
    except Refusal as refusal:
        form.add_error(_AT_FIELD.get(refusal.field or ""), str(sentences.describe(refusal)))
        return False
    shown = unit_price_text(new, article.unit)
    if starts:
        when = instant_text(starts, desk.market.time_zone)
        messages.success(request, _t("From %(when)s it costs %(price)s.") % {"when": when, "price": shown})
    else:
        said = _t("It costs %(price)s in every channel now.") if code == pricing.BASE else _t("It costs %(price)s now.")
        messages.success(request, said % {"price": shown})
    return True


def _when(price: Price, now: datetime) -> str:
    if price.holds_at(now):
        return "current"
    return "planned" if price.valid_from > now else "past"
