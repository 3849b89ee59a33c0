"""The site of the back office's lists and forms, at /backoffice/lists/, for staff only.

A module puts a list on it from its `admin.py`:

    from django.contrib import admin
    from oneshelf.kernel.guarded_admin import GuardedAdmin

    @admin.register(models.Place)
    class PlaceAdmin(GuardedAdmin):
        view_permission = "places.view"
        edit_permission = "places.manage"

Only a GuardedAdmin gets in: what other packages register asks Django's own permissions, which accounts do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.auth import logout as sign_out
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from oneshelf.kernel import guards
from oneshelf.kernel.actors import ActorKind
from oneshelf.kernel.guarded_admin import GuardedAdmin

UNFOLD_NEEDS = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}
"""What Unfold's scripts and colours need beyond the house's policy; docs/decisions says why it is given, and where."""


class ListsSite(UnfoldAdminSite):  # type: ignore[misc]  # Unfold has no types
    """Lists and forms that ask the house's own permissions."""

    index_title = _("Lists")

    def register(
        self, model_or_iterable: Any, admin_class: type[ModelAdmin[Any]] | None = None, **options: Any
    ) -> None:
        """Take a GuardedAdmin; leave out what third-party packages register for themselves."""
        if admin_class is not None and issubclass(admin_class, GuardedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def unregister(self, model_or_iterable: type[Model] | Iterable[type[Model]]) -> None:
        """Take a list off again."""
        super().unregister(model_or_iterable)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in everybody who works here; each list then asks for its own permission."""
        return guards.actor_of(request).kind is ActorKind.STAFF

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Guard a view and allow what Unfold needs, on this site's pages only."""
        allowed: Callable[..., Any] = csp_update(UNFOLD_NEEDS)(super().admin_view(view, cacheable))
        return allowed

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the door of staff instead of a second one."""
        if self.has_permission(request):
            return HttpResponseRedirect(resolve_url("admin:index"))
        return guards.sign_in_first(request, settings.STAFF_LOGIN_URL, back=request.GET.get("next", ""))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign out of every staff page."""
        sign_out(request)
        return HttpResponseRedirect(resolve_url(settings.STAFF_LOGIN_URL))
