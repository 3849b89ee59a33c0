"""Back-office list of prices. A price is changed by giving the next one; nothing that was charged is rewritten."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import format_currency
from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList as DjangoChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSplitDateTimeWidget, UnfoldAdminTextInputWidget

from oneshelf.kernel import clock, guards
from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import PriceId


class NewPriceForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """The next price of an article."""

    market = forms.ChoiceField(label=_("market"))
    article = forms.CharField(
        label=_("article"), help_text=_("Its SKU or barcode"), widget=UnfoldAdminTextInputWidget()
    )
    price = forms.DecimalField(label=_("price"), min_value=0, max_digits=14, widget=UnfoldAdminDecimalFieldWidget())
    starts = forms.SplitDateTimeField(
        label=_("from"), required=False, help_text=_("Now, when left empty"), widget=UnfoldAdminSplitDateTimeWidget()
    )
    ends = forms.SplitDateTimeField(
        label=_("until"),
        required=False,
        help_text=_("Afterwards the price before it holds again"),
        widget=UnfoldAdminSplitDateTimeWidget(),
    )

    class Meta:
        model = models.Price
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "market" in self.fields:
            choices = [(str(each.id), f"{each.name} ({each.currency})") for each in markets.list_markets()]
            self.fields["market"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean_market(self) -> MarketId:
        """Read the choice."""
        return MarketId(UUID(self.cleaned_data["market"]))

    def clean_article(self) -> VariantId:
        """Find the article."""
        found = catalogue.find_variant_by_code(self.cleaned_data["article"])
        if found is None:
            raise forms.ValidationError(_("No article has this SKU or barcode. Check it and try again."))
        return found

    def clean(self) -> dict[str, Any]:
        """Read the price in the market's currency: for one unit as it is shown, such as a kilogram."""
        given = super().clean() or {}
        if {"market", "article", "price"} <= given.keys():
            currency = markets.get_market(given["market"]).currency
            unit = catalogue.snapshots([given["article"]])[given["article"]].unit
            try:
                amount = Money.parse(f"{given['price']:f}", currency)
            except ValueError:
                example = f"{Money(1234, currency).decimal:f}"
                self.add_error("price", _("Write an amount like %(example)s.") % {"example": example})
            else:
                given["unit_price"] = UnitPrice(amount.minor, currency, unit.scale)
        return given


class WithTitles(ChangeList):  # type: ignore[misc]  # Unfold has no types
    """A page of prices that knows what they are for, in one statement."""

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the articles of the page."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list)  # type: ignore[has-type]  # the page has set it
        found = catalogue.snapshots([VariantId(row.variant_id) for row in rows])
        for row in rows:
            row.snapshot = found.get(VariantId(row.variant_id))
        self.result_list = rows


class WhenFilter(admin.SimpleListFilter):
    """Prices by whether they hold now."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("now", _("now")), ("planned", _("planned")), ("past", _("past"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave the prices of the chosen time."""
        now = clock.now()
        chosen = {
            "now": {"valid__contains": now},
            "planned": {"valid__startswith__gt": now},
            "past": {"valid__endswith__lte": now},
        }
        return queryset.filter(**chosen.get(self.value() or "", {}))


@admin.register(models.Price)
class PriceAdmin(GuardedAdmin):
    """Prices, the latest first. Search for an article's words, SKU or barcode."""

    view_permission = "pricing.view"
    edit_permission = "pricing.edit"
    form = NewPriceForm
    list_display = ("article", "sku", "amount_shown", "starts", "ends", "state")
    list_filter = (WhenFilter, "price_list")
    list_select_related = ("price_list",)
    search_fields = ("variant_id",)
    search_help_text = _("Words, a SKU or a barcode")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("cancel",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DjangoChangeList]:
        """Return the list that knows titles."""
        return WithTitles

    def get_fields(self, request: HttpRequest, obj: models.Price | None = None) -> tuple[Any, ...]:
        """Ask for the next price, or show one."""
        if obj is None:
            return (("market", "article"), "price", ("starts", "ends"))
        return ("article", "sku", "amount_shown", "starts", "ends", "state")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Price | None = None) -> tuple[str, ...]:
        """Show, never rewrite."""
        return ("article", "sku", "amount_shown", "starts", "ends", "state") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let those who edit choose rows to cancel; a row itself is never rewritten."""
        return obj is None and super().has_change_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find articles as the shop does. The best hundred."""
        if not search_term:
            return queryset, False
        found = [variant for hit in catalogue.quick_search(search_term, limit=100).hits for variant in hit.variants]
        return queryset.filter(variant_id__in=found), False

    def save_model(self, request: HttpRequest, obj: models.Price, form: forms.ModelForm[Any], change: bool) -> None:
        """Set the price by the verb."""
        given = form.cleaned_data
        obj.id = pricing.set_price(
            given["market"],
            given["article"],
            given["unit_price"],
            given["starts"] or clock.now(),
            given["ends"],
            actor=guards.actor_of(request),
        )
        obj.refresh_from_db()
        obj._state.adding = False

    @admin.action(description=_("Cancel planned prices"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[models.Price]) -> None:
        """Cancel the chosen ones among those that are planned."""
        for row in queryset.filter(valid__startswith__gt=clock.now(), resumed=False):
            market, variant = MarketId(row.market_id), VariantId(row.variant_id)
            pricing.cancel_planned(market, variant, PriceId(row.id), actor=guards.actor_of(request))

    @admin.display(description=_("article"))
    def article(self, row: models.Price) -> str:
        """Return what is sold."""
        found = _snapshot(row)
        return found.title if found else str(row.variant_id)

    @admin.display(description=_("SKU"))
    def sku(self, row: models.Price) -> str:
        """Return its SKU."""
        found = _snapshot(row)
        return found.sku if found else ""

    @admin.display(description=_("price"))
    def amount_shown(self, row: models.Price) -> str:
        """Return the price for one unit as it is shown, with its currency."""
        found = _snapshot(row)
        unit = found.unit if found else Unit.EACH
        one = Decimal(row.amount) * unit.scale / row.per
        money = Money(1, row.price_list.currency).decimal * one
        shown = str(format_currency(money, row.price_list.currency, locale=to_locale(get_language() or "en")))
        return shown if unit.scale == 1 else f"{shown} / {unit.value}"

    @admin.display(description=_("from"))
    def starts(self, row: models.Price) -> str:
        """Return when it begins."""
        return date_format(localtime(row.valid.lower), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("until"))
    def ends(self, row: models.Price) -> str:
        """Return when it ends."""
        return date_format(localtime(row.valid.upper), "SHORT_DATETIME_FORMAT") if row.valid.upper else ""

    @admin.display(description=_("state"))
    def state(self, row: models.Price) -> str:
        """Return whether it holds now."""
        now = clock.now()
        if row.valid.lower > now:
            return str(_("planned"))
        return str(_("past")) if row.valid.upper and row.valid.upper <= now else str(_("now"))


def _snapshot(row: Any) -> catalogue.VariantSnapshot | None:
    """Return what the price is for, known from the page or asked for; None when a load priced what is not there."""
    if not hasattr(row, "snapshot"):
        row.snapshot = catalogue.snapshots([VariantId(row.variant_id)]).get(VariantId(row.variant_id))
    found: catalogue.VariantSnapshot | None = row.snapshot
    return found
