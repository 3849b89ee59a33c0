"""Back-office list of tills. Enrolling one needs its device, so it is done at the till."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.tills import models


@admin.register(models.Till)
class TillAdmin(GuardedAdmin):
    """Tills, each seen and named by who manages those of its place."""

    view_permission = edit_permission = "tills.manage"
    place_lookup = "place_id"
    list_display = ("name", "place", "channel", "receipts", "archived_at")
    list_filter = ("place", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("place", "channel")
    search_fields = ("name", "place__name", "place__code")
    fields = ("name", ("market", "place", "channel"), ("receipts", "archived_at"))
    readonly_fields = ("market", "place", "channel", "receipts", "archived_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody: a till is enrolled at its device, which keeps the secret."""
        return False
