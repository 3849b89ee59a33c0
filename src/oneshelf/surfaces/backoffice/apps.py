from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """Pages for people who run the shop."""

    name = "oneshelf.surfaces.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        """Make the surface's sentences and its permission known."""
        from oneshelf.surfaces.backoffice import messages as messages
