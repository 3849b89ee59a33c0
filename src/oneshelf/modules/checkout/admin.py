"""Back-office list of what shipping costs."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.checkout import models


@admin.register(models.DeliveryRate)
class DeliveryRateAdmin(GuardedAdmin):
    """One rate a market. Orders keep what they were charged."""

    view_permission = edit_permission = "markets.manage"
    list_display = ("market", "amount", "free_from")
    list_select_related = ("market",)
    fields = ("market", ("amount", "free_from"))

    def get_readonly_fields(self, request: HttpRequest, obj: models.DeliveryRate | None = None) -> tuple[str, ...]:
        """Fix whose rate it is."""
        return ("market",) if obj else ()
