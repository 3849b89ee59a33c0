from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Stores, warehouses, virtual places and their hours."""

    name = "oneshelf.modules.places"
    label = "places"

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.places import messages  # noqa: F401
