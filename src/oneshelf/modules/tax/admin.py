"""Back-office lists of how markets are taxed: zones, their rates with days, exemptions. Each form calls its verb."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSingleDateWidget

from oneshelf.kernel import clock, guards
from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import models
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import (
    PPM_OF_A_PERCENT,
    Area,
    ExemptionId,
    ExemptionKind,
    NewExemption,
    NewRate,
    RateId,
    Regime,
    ZoneId,
    plain_postcode,
)


class PlainForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """Countries, regions and postcodes are compared in capitals, however they are typed."""

    def clean_country(self) -> str:
        """Read a country."""
        return str(self.cleaned_data["country"]).strip().upper()

    def clean_region(self) -> str:
        """Read a region."""
        return str(self.cleaned_data["region"]).strip().upper()

    def clean_postal_from(self) -> str:
        """Read the lower bound of postcodes."""
        return plain_postcode(self.cleaned_data["postal_from"])

    def clean_postal_until(self) -> str:
        """Read the upper bound of postcodes."""
        return plain_postcode(self.cleaned_data["postal_until"])


class WindowForm(PlainForm):
    """What holds on some days: from the first until just before the last."""

    since = forms.DateField(label=_("from"), widget=UnfoldAdminSingleDateWidget())
    until = forms.DateField(
        label=_("until"),
        required=False,
        help_text=_("The first day on which it holds no more; empty: for good."),
        widget=UnfoldAdminSingleDateWidget(),
    )


class RateForm(WindowForm):
    """A rate as people write it."""

    percent = forms.DecimalField(
        label=_("rate in percent"),
        min_value=0,
        max_value=1_000,
        decimal_places=4,
        widget=UnfoldAdminDecimalFieldWidget(),
    )


class WhenFilter(admin.SimpleListFilter):
    """Rows by whether they hold today."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("now", _("now")), ("planned", _("planned")), ("past", _("past"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave the rows of the chosen time."""
        today = localdate()
        chosen = {
            "now": {"valid__contains": today},
            "planned": {"valid__startswith__gt": today},
            "past": {"valid__endswith__lte": today},
        }
        return queryset.filter(**chosen.get(self.value() or "", {}))


class WindowAdmin(GuardedAdmin):
    """Rows that are added and ended, never rewritten: documents of the past rest on them."""

    view_permission, edit_permission = "tax.view", "tax.manage"
    ordering = ("-id",)
    actions = ("end",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let those who edit choose rows to end; a row itself is never rewritten."""
        return obj is None and super().has_change_permission(request, obj)

    @admin.display(description=_("from"))
    def since(self, row: Any) -> str:
        """Return its first day."""
        return date_format(row.valid.lower, "SHORT_DATE_FORMAT")

    @admin.display(description=_("until"))
    def until(self, row: Any) -> str:
        """Return the first day on which it holds no more."""
        return date_format(row.valid.upper, "SHORT_DATE_FORMAT") if row.valid.upper else ""


@admin.register(models.Regime)
class RegimeAdmin(GuardedAdmin):
    """How markets are taxed: from where goods leave, how tax is rounded, and who knows the rates."""

    view_permission, edit_permission = "tax.view", "tax.manage"
    form = PlainForm
    list_display = ("market", "country", "destination_since", "rounded_per", "provider")
    list_select_related = ("market",)
    fields = ("market", "country", "destination_since", ("rounded_per", "halves"), "provider")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Regime | None = None) -> tuple[str, ...]:
        """Fix whose regime it is."""
        return ("market",) if obj else ()

    def save_model(self, request: HttpRequest, obj: models.Regime, form: Any, change: bool) -> None:
        """Set it by the verb."""
        rounding = compiled.Rounding(compiled.RoundingMode(obj.halves), compiled.TaxRounding(obj.rounded_per))
        regime = Regime(obj.country, obj.destination_since, obj.provider, rounding)
        tax.set_regime(MarketId(obj.market_id), regime, actor=guards.actor_of(request))
        obj.id = models.Regime.objects.get(market=obj.market_id).id


@admin.register(models.Zone)
class ZoneAdmin(GuardedAdmin):
    """Where rates hold. What a zone is called may change, how far it reaches may not: open another one."""

    view_permission, edit_permission = "tax.view", "tax.manage"
    form = PlainForm
    list_display = ("name", "code", "market", "country", "region", "postal_from", "postal_until", "place")
    list_filter = ("market", "country")
    list_select_related = ("market", "place")
    search_fields = ("name", "code", "region")
    fields = (("market", "code"), "name", ("country", "region"), ("postal_from", "postal_until"), "place")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Zone | None = None) -> tuple[str, ...]:
        """Fix what rates rest on."""
        return ("market", "code", "country", "region", "postal_from", "postal_until", "place") if obj else ()

    def save_model(self, request: HttpRequest, obj: models.Zone, form: Any, change: bool) -> None:
        """Open it by the verb; what it is called is only a name."""
        if change:
            obj.save(update_fields=["name"])
            return
        place = PlaceId(obj.place_id) if obj.place_id else None
        area = Area(obj.country, obj.region, obj.postal_from, obj.postal_until, place)
        obj.id = tax.open_zone(MarketId(obj.market_id), obj.code, obj.name, area, actor=guards.actor_of(request))
        obj._state.adding = False


@admin.register(models.ZoneRate)
class ZoneRateAdmin(WindowAdmin):
    """What classes of goods are taxed at, the latest first."""

    form = RateForm
    list_display = ("zone", "tax_class", "name", "percent", "since", "until", "source")
    list_filter = (WhenFilter, "zone__market", "tax_class", "zone")
    list_select_related = ("zone",)
    search_fields = ("name", "code", "zone__name")
    shown = ("zone", "tax_class", "code", "name", "percent", "since", "until", "compound", "position", "source")

    def get_fields(self, request: HttpRequest, obj: models.ZoneRate | None = None) -> tuple[Any, ...]:
        """Ask for a new rate, or show one."""
        parts = (("tax_class", "percent"), ("since", "until"), ("code", "name"), ("compound", "position"))
        return ("zone", *parts, "source")

    def get_readonly_fields(self, request: HttpRequest, obj: models.ZoneRate | None = None) -> tuple[str, ...]:
        """Show, never rewrite."""
        return self.shown if obj else ()

    def save_model(self, request: HttpRequest, obj: models.ZoneRate, form: Any, change: bool) -> None:
        """Set it by the verb; one that says what holds already changes nothing."""
        given = form.cleaned_data
        new = NewRate(
            tax_class=obj.tax_class,
            code=obj.code,
            name=obj.name,
            ppm=int(given["percent"] * PPM_OF_A_PERCENT),
            since=given["since"],
            until=given["until"],
            compound=obj.compound,
            position=obj.position,
            source=obj.source,
        )
        tax.set_rate(ZoneId(obj.zone_id), new, actor=guards.actor_of(request))
        rows = models.ZoneRate.objects.filter(zone=obj.zone_id, tax_class=obj.tax_class, code=obj.code)
        obj.id = rows.get(valid__contains=given["since"]).id
        obj._state.adding = False

    @admin.action(description=_("End after today, or call off"), permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[models.ZoneRate]) -> None:
        """Let today be the last day of the chosen rates; those that are planned never begin."""
        for row in queryset.select_related("zone"):
            market = MarketId(row.zone.market_id)
            tomorrow = _tomorrow(market)
            if not _over_by(row, tomorrow):
                tax.end_rate(market, RateId(row.id), tomorrow, actor=guards.actor_of(request))

    @admin.display(description=_("rate"))
    def percent(self, row: models.ZoneRate) -> str:
        """Return the rate in percent, exact."""
        return f"{Decimal(row.ppm) / PPM_OF_A_PERCENT:f}\N{NO-BREAK SPACE}%"


@admin.register(models.Exemption)
class ExemptionAdmin(WindowAdmin):
    """Who is not charged, and what they showed: only for those who may change it."""

    view_permission = "tax.manage"
    form = WindowForm
    list_display = ("customer", "market", "kind", "number", "country", "region", "since", "until")
    list_filter = (WhenFilter, "market", "kind", "country")
    list_select_related = ("customer", "market")
    search_fields = ("number", "customer__name", "customer__email")
    autocomplete_fields = ("customer",)
    fields = (("market", "customer"), ("kind", "number"), ("country", "region"), ("since", "until"))

    def get_readonly_fields(self, request: HttpRequest, obj: models.Exemption | None = None) -> tuple[str, ...]:
        """Show, never rewrite."""
        shown = ("market", "customer", "kind", "number", "country", "region", "since", "until")
        return shown if obj else ()

    def save_model(self, request: HttpRequest, obj: models.Exemption, form: Any, change: bool) -> None:
        """Record it by the verb."""
        given = form.cleaned_data
        shown = NewExemption(
            kind=ExemptionKind(obj.kind),
            number=obj.number,
            country=obj.country,
            since=given["since"],
            region=obj.region,
            until=given["until"],
        )
        market, customer = MarketId(obj.market_id), CustomerId(obj.customer_id)
        obj.id = tax.exempt(market, customer, shown, actor=guards.actor_of(request))
        obj._state.adding = False

    @admin.action(description=_("End after today, or call off"), permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[models.Exemption]) -> None:
        """Let today be the last day of the chosen exemptions; those that are planned never begin."""
        for row in queryset:
            market = MarketId(row.market_id)
            tomorrow = _tomorrow(market)
            if not _over_by(row, tomorrow):
                tax.end_exemption(market, ExemptionId(row.id), tomorrow, actor=guards.actor_of(request))


def _tomorrow(market: MarketId) -> date:
    zone = ZoneInfo(markets.get_market(market).time_zone)
    return clock.now().astimezone(zone).date() + timedelta(days=1)


def _over_by(row: models.ZoneRate | models.Exemption, day: date) -> bool:
    return row.valid.upper is not None and row.valid.upper <= day
