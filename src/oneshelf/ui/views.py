"""The living page: every component with every state, for whoever builds pages and for the checks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oneshelf.ui import samples


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component. Holds no data of any shop and asks the database nothing."""
    density = request.GET.get("density", "")
    density = density if density in samples.DENSITIES else samples.DENSITIES[0]
    shown = {"density": density, f"density_{density}": True}
    return render(request, "ui/living/page.html", samples.context() | shown)
