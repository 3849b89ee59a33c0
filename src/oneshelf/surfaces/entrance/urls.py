"""The door of staff."""

from __future__ import annotations

from django.urls import path

from oneshelf.surfaces.entrance import views

app_name = "entrance"
urlpatterns = [
    path("", views.staff_start, name="staff_start"),
    path("sign-in", views.staff_sign_in, name="staff_sign_in"),
    path("sign-in/code", views.staff_code, name="staff_code"),
    path("language", views.staff_language, name="staff_language"),
    path("sign-out", views.staff_sign_out, name="staff_sign_out"),
]
