from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts with which people sign in."""

    name = "oneshelf.kernel.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make the sentences of accounts known."""
        from oneshelf.kernel.accounts import messages  # noqa: F401
