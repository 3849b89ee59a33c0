from django.apps import AppConfig


class CartsConfig(AppConfig):
    """Carts."""

    name = "oneshelf.modules.carts"
    label = "carts"

    def ready(self) -> None:
        """Register the sentences of carts' refusals."""
        from oneshelf.modules.carts import messages  # noqa: F401
