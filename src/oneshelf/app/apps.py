from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house itself."""

    name = "oneshelf.app"
    label = "house"
