"""The living page of components."""

from __future__ import annotations

from django.urls import path

from oneshelf.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.components, name="components"),
]
