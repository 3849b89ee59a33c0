"""Which surface answers at which address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("components/", include("oneshelf.ui.urls")),
]
