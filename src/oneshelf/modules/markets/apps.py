from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketsConfig(AppConfig):
    """Markets and channels."""

    name = "oneshelf.modules.markets"
    label = "markets"
    verbose_name = _("Markets")

    def ready(self) -> None:
        """Make the module's sentences and permissions known, and that events name their market."""
        from oneshelf.kernel.outbox.public import book_is_in
        from oneshelf.modules.markets import messages  # noqa: F401

        book_is_in("market")
