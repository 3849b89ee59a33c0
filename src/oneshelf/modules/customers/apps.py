from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers and their loyalty cards."""

    name = "oneshelf.modules.customers"
    label = "customers"

    def ready(self) -> None:
        """Make the module's sentences, permissions and hold on accounts known."""
        from oneshelf.kernel.accounts import public as accounts
        from oneshelf.modules.customers import events, messages, queries  # noqa: F401

        accounts.declare_holder(queries.holds_account)
