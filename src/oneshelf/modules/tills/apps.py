from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TillsConfig(AppConfig):
    """Tills."""

    name = "oneshelf.modules.tills"
    label = "tills"
    verbose_name = _("Tills")

    def ready(self) -> None:
        """Register the sentences and permissions of tills."""
        from oneshelf.modules.tills import messages  # noqa: F401
