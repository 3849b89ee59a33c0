from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    """Checkout."""

    name = "oneshelf.modules.checkout"
    label = "checkout"
    verbose_name = _("Checkout")

    def ready(self) -> None:
        """Register the sentences of checkout's refusals."""
        from oneshelf.modules.checkout import messages  # noqa: F401
