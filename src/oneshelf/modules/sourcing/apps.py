from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcingConfig(AppConfig):
    """Policies, promises, decisions and the capacity of places."""

    name = "oneshelf.modules.sourcing"
    label = "sourcing"
    verbose_name = _("Sourcing")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.sourcing import messages  # noqa: F401
