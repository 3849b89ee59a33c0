from django.apps import AppConfig


class EntranceConfig(AppConfig):
    """Signing in and out."""

    name = "oneshelf.surfaces.entrance"
    label = "entrance"
