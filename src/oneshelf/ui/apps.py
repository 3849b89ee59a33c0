from django.apps import AppConfig


class UiConfig(AppConfig):
    """Tokens and components that every surface is built from."""

    name = "oneshelf.ui"
    label = "ui"
