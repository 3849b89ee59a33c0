from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Accounts and the transfers between them."""

    name = "oneshelf.kernel.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Make the refusals' sentences known."""
        from oneshelf.kernel.ledger import messages as messages
