"""Back-office list of suppliers."""

from __future__ import annotations

from django.contrib import admin

from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.supply import models


@admin.register(models.Supplier)
class SupplierAdmin(GuardedAdmin):
    """Suppliers of every market."""

    view_permission = "supply.view"
    edit_permission = "supply.order"
    list_display = ("code", "name", "market", "email", "lead_days", "over_percent", "archived_at")
    list_filter = ("market",)
    search_fields = ("code", "name")
    fields = (("market", "code", "name"), ("email", "lead_days"), ("minimum", "over_percent"), "archived_at")
