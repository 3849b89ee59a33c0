from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The order book."""

    name = "oneshelf.modules.orders"
    label = "orders"

    def ready(self) -> None:
        """Register sentences, permissions and what this module listens to; order numbers are drawn at random."""
        from oneshelf.kernel.transactions import drawn_at_random
        from oneshelf.modules.orders import listeners, messages  # noqa: F401

        drawn_at_random("order_number_is_unique_in_its_market")
