"""Which surface answers at which address."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from oneshelf.app import faults
from oneshelf.ui import views

handler400 = faults.bad_request
handler403 = faults.not_allowed
handler404 = faults.not_found
handler500 = faults.broken

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("oneshelf.surfaces.entrance.account_urls")),
    path("staff/", include("oneshelf.surfaces.entrance.urls")),
    path("associate/", include("oneshelf.surfaces.associate.urls")),
    path("backoffice/lists/", admin.site.urls),
    path("backoffice/", include("oneshelf.surfaces.backoffice.urls")),
    path("api/v1/", include("oneshelf.surfaces.api.urls")),
    path("till/", include("oneshelf.surfaces.till.urls")),
    path("components/", include("oneshelf.ui.urls")),
    path("favicon.ico", views.favicon, name="favicon"),
    path("", include("oneshelf.surfaces.storefront.urls")),
]
