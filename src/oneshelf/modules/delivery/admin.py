"""Back-office lists of services, of how places work, and of transports between them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.guarded_admin import GuardedAdmin, GuardedInline
from oneshelf.modules.delivery import models


class WeekForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """Days of the week are ticked, not typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "weekdays" in self.fields:
            self.fields["weekdays"] = forms.TypedMultipleChoiceField(
                label=_("Picks up on"), choices=models.WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
            )


class ZoneInline(GuardedInline):
    """Where a service delivers."""

    model = models.Zone
    ordering = ("position",)


class HolidayInline(GuardedInline):
    """When a carrier does not work."""

    model = models.Holiday


class CutOffInline(GuardedInline):
    """Until when a carrier picks up at places."""

    model = models.CutOff


@admin.register(models.Service)
class ServiceAdmin(GuardedAdmin):
    """Carriers' services with their zones, days off and hours."""

    view_permission = edit_permission = "delivery.manage"
    form = WeekForm
    inlines = (ZoneInline, HolidayInline, CutOffInline)
    list_display = ("carrier", "code", "kind", "market", "transit_min", "transit_max", "cut_off", "active")
    list_filter = ("market", "kind", "active")
    list_select_related = ("market",)
    search_fields = ("carrier", "code")
    fieldsets = (
        (None, {"fields": ("market", ("carrier", "code"), ("kind", "active"))}),
        (_("Calendar"), {"fields": (("transit_min", "transit_max"), "weekdays", ("cut_off", "delivers_until"))}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Service | None = None) -> tuple[str, ...]:
        """Fix what orders have relied on."""
        return ("market", "code") if obj else ()


@admin.register(models.Terms)
class TermsAdmin(GuardedAdmin):
    """How places work, each changed by who manages delivery there."""

    view_permission = edit_permission = "delivery.manage"
    place_lookup = "place_id"
    list_display = ("place", "handling_minutes", "stops_before_closing", "parcel_cost", "unit_cost")
    list_select_related = ("place",)
    search_fields = ("place__name", "place__code")
    fields = ("place", ("handling_minutes", "stops_before_closing"), ("parcel_cost", "unit_cost"))

    def get_readonly_fields(self, request: HttpRequest, obj: models.Terms | None = None) -> tuple[str, ...]:
        """Fix whose terms they are."""
        return ("place",) if obj else ()


@admin.register(models.Lane)
class LaneAdmin(GuardedAdmin):
    """The house's own transports."""

    view_permission = edit_permission = "delivery.manage"
    form = WeekForm
    list_display = ("source", "target", "days", "cut_off", "parcel_cost", "kg_cost")
    list_select_related = ("source", "target")
    fields = (("source", "target"), "weekdays", ("days", "cut_off"), ("parcel_cost", "kg_cost"))
