from django.apps import AppConfig


class LoadConfig(AppConfig):
    """What has been loaded from where, so that an interrupted load goes on and a repeated one does nothing."""

    name = "oneshelf.surfaces.console.load"
    label = "load"
