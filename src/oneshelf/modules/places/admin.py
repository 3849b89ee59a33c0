"""Back-office lists of places with their hours."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldBooleanSwitchWidget

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.guarded_admin import GuardedAdmin, GuardedFormSet, GuardedInline, form_error
from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places import public as places
from oneshelf.modules.places.actions.announce import places_changed
from oneshelf.modules.places.types import VIRTUAL_KINDS, Opening, PlaceId, PlaceKind

_VIRTUAL = {each.value for each in VIRTUAL_KINDS}


class WeekFormSet(GuardedFormSet):
    """Openings of one week share no time."""

    def clean(self) -> None:
        """Check the week as a whole."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        week = [Opening(each["weekday"], each["opens"], each["closes"]) for each in kept if not each.get("DELETE")]
        try:
            rules.check_week(week)
        except Refusal as refusal:
            raise form_error(refusal) from refusal


class OpeningInline(GuardedInline):
    """The week of a place."""

    model = models.Opening
    formset = WeekFormSet


class ClosureInline(GuardedInline):
    """The days off of a place."""

    model = models.Closure


class BinForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """A bin, and whether it is used: one that goods have lain in stays for what is written about them."""

    used = forms.BooleanField(label=_("used"), required=False, initial=True, widget=UnfoldBooleanSwitchWidget())

    class Meta:
        labels: ClassVar = {"used": _("used")}  # what is only shown, not changed, takes its label from here

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["used"] = self.instance.archived_at is None

    def clean(self) -> dict[str, Any]:
        """Take a bin out of use, or into it again."""
        given = super().clean() or {}
        if bool(given.get("used")) == (self.instance.archived_at is not None):
            self.instance.archived_at = None if given.get("used") else clock.now()
        return given


class BinInline(GuardedInline):
    """The bins of a place, in the order of the walk."""

    model = models.Bin
    form = BinForm
    fields = ("code", "name", "kind", "walk", "used")
    ordering = ("walk", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody: take it out of use."""
        return False


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """New places are real ones; the virtual ones come with their market."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            real = [(kind.value, name) for kind, name in models.PLACE_KINDS.items() if kind not in VIRTUAL_KINDS]
            self.fields["kind"].choices = real  # type: ignore[attr-defined]  # it is a ChoiceField
            self.fields["kind"].initial = PlaceKind.STORE.value


@admin.register(models.Place)
class PlaceAdmin(GuardedAdmin):
    """Places, each seen and changed by who manages it."""

    view_permission = edit_permission = "places.manage"
    place_lookup = "id"
    form = PlaceForm
    inlines = (OpeningInline, ClosureInline, BinInline)
    actions = ("archive",)
    list_display = ("name", "code", "kind", "city", "sells", "collects", "ships", "archived_at")
    list_filter = ("market", "kind", "sells", "collects", "ships")
    search_fields = ("name", "code", "city", "postal_code")
    fieldsets = (
        (None, {"fields": (("market", "kind"), ("code", "name"), ("sells", "collects", "ships"), "time_zone")}),
        (
            _("Address"),
            {"fields": ("street", ("postal_code", "city"), ("region", "country"), "phone", ("latitude", "longitude"))},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Place | None = None) -> tuple[str, ...]:
        """Fix what stock and orders have relied on."""
        return ("market", "kind", "code", "time_zone") if obj else ()

    @admin.action(description=_("Take out of use for good"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[models.Place]) -> None:
        """Archive the chosen places; say of each that stays what it is still needed for."""
        for row in queryset:
            try:
                places.archive_place(PlaceId(row.id), actor=guards.actor_of(request))
            except Refusal as refusal:
                self.message_user(request, str(sentences.describe(refusal)), messages.ERROR)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Tell what was kept of the place, its hours and days off."""
        super().save_related(request, form, formsets, change)
        places_changed([queries.as_place(form.instance)])

    def has_change_permission(self, request: HttpRequest, obj: models.Place | None = None) -> bool:  # type: ignore[override]  # of places alone
        """Leave virtual places as they are."""
        return (obj is None or obj.kind not in _VIRTUAL) and super().has_change_permission(request, obj)
