from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Who did what, for ever."""

    name = "oneshelf.kernel.trail"
    label = "trail"
