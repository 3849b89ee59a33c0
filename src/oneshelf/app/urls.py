"""Which surface answers at which address."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("oneshelf.surfaces.entrance.account_urls")),
    path("staff/", include("oneshelf.surfaces.entrance.urls")),
    path("backoffice/lists/", admin.site.urls),
    path("components/", include("oneshelf.ui.urls")),
]
