from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    """Checkout."""

    name = "oneshelf.modules.checkout"
    label = "checkout"

    def ready(self) -> None:
        """Register the sentences of checkout's refusals."""
        from oneshelf.modules.checkout import messages  # noqa: F401
