"""What shoppers change themselves, in the back office's lists."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.amendments import models


@admin.register(models.OwnTerms)
class OwnTermsAdmin(GuardedAdmin):
    """What shoppers may change of their orders by themselves."""

    view_permission = edit_permission = "amendments.terms"
    list_display = ("market", "may_add", "may_swap")
    list_select_related = ("market",)
    fields = ("market", "may_add", "may_swap")

    def get_readonly_fields(self, request: HttpRequest, obj: models.OwnTerms | None = None) -> tuple[str, ...]:
        """Fix whose terms they are."""
        return ("market",) if obj else ()
