from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class TaxConfig(AppConfig):
    """Rates of tax."""

    name = "oneshelf.modules.tax"
    label = "tax"
    verbose_name = _("Tax")

    def ready(self) -> None:
        """Make the module's permission known."""
        declare_permissions({"tax.manage": _("Set what goods are taxed at")})
