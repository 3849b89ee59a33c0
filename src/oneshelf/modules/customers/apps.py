from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers and their loyalty cards."""

    name = "oneshelf.modules.customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Make the module's sentences, events, permissions, names and hold on accounts known."""
        from oneshelf.kernel import actors
        from oneshelf.kernel.accounts import public as accounts
        from oneshelf.modules.customers import events, messages, queries  # noqa: F401

        actors.declare_names(actors.ActorKind.CUSTOMER, queries.names_of)
        accounts.declare_holder(queries.holds_account)
