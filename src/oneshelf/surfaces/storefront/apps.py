from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """The web shop."""

    name = "oneshelf.surfaces.storefront"
    label = "storefront"
