from django.apps import AppConfig


class CartsConfig(AppConfig):
    """Carts."""

    name = "oneshelf.modules.carts"
    label = "carts"

    def ready(self) -> None:
        """Register the sentences of carts' refusals, and what carts listen to."""
        from oneshelf.modules.carts import listeners, messages  # noqa: F401
