from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """Pages for people who run the shop."""

    name = "oneshelf.surfaces.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        """Make the surface's sentences and its permission known, and where differences are decided about."""
        from django.urls import reverse

        from oneshelf.modules.parity import public as parity
        from oneshelf.surfaces.backoffice import messages as messages

        parity.link_with(lambda: reverse("backoffice:parity"))
