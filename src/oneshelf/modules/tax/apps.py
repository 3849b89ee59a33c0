from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxConfig(AppConfig):
    """Rates of tax, and who is not charged."""

    name = "oneshelf.modules.tax"
    label = "tax"
    verbose_name = _("Tax")

    def ready(self) -> None:
        """Make the refusals' sentences and the permission known."""
        from oneshelf.kernel.actors import declare_permissions
        from oneshelf.modules.tax import messages as messages

        declare_permissions(
            {"tax.view": _("See what goods are taxed at"), "tax.manage": _("Set what goods are taxed at")}
        )
