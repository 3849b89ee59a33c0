from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Stores, warehouses, virtual places and their hours."""

    name = "oneshelf.modules.places"
    label = "places"
    verbose_name = _("Places")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.places import messages  # noqa: F401
