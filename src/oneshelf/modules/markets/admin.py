"""Back-office lists of markets and channels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.guarded_admin import GuardedAdmin, form_error
from oneshelf.modules.markets import models, rules


class MarketForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """A market that could not work is refused before it is kept."""

    def clean(self) -> dict[str, Any]:
        """Check what belongs together."""
        given = super().clean() or {}
        if self.errors:
            return given
        row = self.instance
        try:
            rules.check_market(
                currency=given.get("currency", row.currency),
                default_language=given.get("default_language", row.default_language),
                languages=tuple(given.get("languages", row.languages)),
                time_zone=given.get("time_zone", row.time_zone),
            )
        except Refusal as refusal:
            raise form_error(refusal) from refusal
        return given


@admin.register(models.Market)
class MarketAdmin(GuardedAdmin):
    """Markets. What every order of a market rests on is chosen once."""

    view_permission = edit_permission = "markets.manage"
    form = MarketForm
    list_display = ("name", "code", "currency", "default_language", "time_zone", "tax_included")
    search_fields = ("name", "code")
    fields = (
        "code",
        "name",
        "currency",
        "tax_included",
        "time_zone",
        "languages",
        "default_language",
        "progressive_reductions",
        "recomputes_promotions",
        "mails_differences",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Market | None = None) -> tuple[str, ...]:
        """Fix what orders, prices and ledgers have relied on."""
        return ("code", "currency", "tax_included", "time_zone") if obj else ()


@admin.register(models.Seller)
class SellerAdmin(GuardedAdmin):
    """Who sells in a market. What an invoice said when it was written does not change with it."""

    view_permission = edit_permission = "markets.manage"
    list_display = ("market", "name", "tax_number", "city", "country")
    list_select_related = ("market",)
    fields = (
        "market",
        "name",
        ("street", "postal_code"),
        ("city", "country"),
        ("tax_number", "register"),
        ("email", "phone"),
        ("bank", "iban", "bic"),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Seller | None = None) -> tuple[str, ...]:
        """Fix whose seller it is."""
        return ("market",) if obj else ()


@admin.register(models.Channel)
class ChannelAdmin(GuardedAdmin):
    """Channels. An inactive one takes no orders."""

    view_permission = edit_permission = "markets.manage"
    list_display = ("name", "market", "code", "kind", "active")
    list_filter = ("market", "kind", "active")
    list_select_related = ("market",)
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Channel | None = None) -> tuple[str, ...]:
        """Fix what orders have relied on."""
        return ("market", "code", "kind") if obj else ()
