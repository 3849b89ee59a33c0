"""The back-office list of tax rates."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.tax import models


@admin.register(models.Rate)
class RateAdmin(GuardedAdmin):
    """What classes of goods are taxed at. A new rate is a new row: invoices of the past rest on the old one."""

    view_permission = edit_permission = "tax.manage"
    list_display = ("market", "tax_class", "since", "rate")
    list_filter = ("market", "tax_class")
    list_select_related = ("market",)
    fields = (("market", "tax_class"), ("since", "rate"))

    def get_readonly_fields(self, request: HttpRequest, obj: models.Rate | None = None) -> tuple[str, ...]:
        """Fix whose rate it is, and from when."""
        return ("market", "tax_class", "since") if obj else ()
