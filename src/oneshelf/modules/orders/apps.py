from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The order book."""

    name = "oneshelf.modules.orders"
    label = "orders"

    def ready(self) -> None:
        """Register sentences, permissions and what this module listens to."""
        from oneshelf.modules.orders import listeners, messages  # noqa: F401
