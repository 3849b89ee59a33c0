"""The living page: every component with every state, for whoever builds pages and for the checks. And the icon."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from oneshelf.ui import samples

_DAY = 86_400  # seconds


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component. Holds no data of any shop and asks the database nothing."""
    density = request.GET.get("density", "")
    density = density if density in samples.DENSITIES else samples.DENSITIES[0]
    shown = {"density": density, f"density_{density}": True}
    return render(request, "ui/living/page.html", samples.context() | shown)


@cache_control(public=True, max_age=_DAY)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon who asks for it where browsers look by themselves: at paper, at what the API answers."""
    return redirect(static("ui/icon.svg"))
