from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LotsConfig(AppConfig):
    """Bins, lots, serial numbers and conditions of what lies at a place."""

    name = "oneshelf.modules.lots"
    label = "lots"
    verbose_name = _("Lots and serial numbers")

    def ready(self) -> None:
        """Register sentences and what broken constraints mean."""
        from oneshelf.modules.lots import messages  # noqa: F401
