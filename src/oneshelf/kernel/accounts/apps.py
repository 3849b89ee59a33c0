from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts with which people sign in."""

    name = "oneshelf.kernel.accounts"
    label = "accounts"
