from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AmendmentsConfig(AppConfig):
    """Changes of placed orders."""

    name = "oneshelf.modules.amendments"
    label = "amendments"
    verbose_name = _("Changes of orders")

    def ready(self) -> None:
        """Make the module's sentences and what it listens to known."""
        from oneshelf.modules.amendments import listeners, messages  # noqa: F401
