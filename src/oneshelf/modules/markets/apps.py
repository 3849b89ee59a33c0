from django.apps import AppConfig


class MarketsConfig(AppConfig):
    """Markets and channels."""

    name = "oneshelf.modules.markets"
    label = "markets"

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.markets import messages  # noqa: F401
