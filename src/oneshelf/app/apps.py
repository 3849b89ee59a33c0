from django.apps import AppConfig
from django.contrib.admin import apps as admin


class HouseConfig(AppConfig):
    """The house itself."""

    name = "oneshelf.app"
    label = "house"


class ListsConfig(admin.AdminConfig):
    """The back office's lists and forms: Django's admin, on a site of our own."""

    default = False
    default_site = "oneshelf.app.lists.ListsSite"
