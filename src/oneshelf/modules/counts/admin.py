"""Back-office list of limits of authority."""

from __future__ import annotations

from django.contrib import admin

from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.counts import models


@admin.register(models.Authority)
class AuthorityAdmin(GuardedAdmin):
    """Up to what value each role corrects stock without asking."""

    view_permission = "counts.view"
    edit_permission = "counts.approve"
    list_display = ("role", "market", "value")
    list_filter = ("market",)
    fields = (("market", "role"), "value")
