from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class CompaniesConfig(AppConfig):
    """Companies that buy on account."""

    name = "oneshelf.modules.companies"
    label = "companies"
    verbose_name = _("Companies")

    def ready(self) -> None:
        """Make the module's sentences, permissions and what it listens to known."""
        from oneshelf.modules.companies import listeners, messages  # noqa: F401

        declare_permissions(
            {
                "companies.view": _("See companies, their credit and their invoices"),
                "companies.sell": _("Sell to companies on account"),
                "companies.manage": _("Set the terms of companies, hold them, and say who orders for them"),
                "companies.settle": _("Note what companies pay, and what goes back to them"),
            }
        )
