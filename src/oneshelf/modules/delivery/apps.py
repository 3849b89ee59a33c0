from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    """Carriers' services, their rates and calendars, and the terms of places."""

    name = "oneshelf.modules.delivery"
    label = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.delivery import messages  # noqa: F401
