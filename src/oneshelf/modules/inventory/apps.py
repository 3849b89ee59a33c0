from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Inventory."""

    name = "oneshelf.modules.inventory"
    label = "inventory"

    def ready(self) -> None:
        """Register sentences, permissions and what a broken constraint means."""
        from oneshelf.modules.inventory import messages  # noqa: F401
