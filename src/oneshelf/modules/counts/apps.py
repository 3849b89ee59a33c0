from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class CountsConfig(AppConfig):
    """Counting what there is."""

    name = "oneshelf.modules.counts"
    label = "counts"
    verbose_name = _("Counts")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.counts import messages as messages

        declare_permissions(
            {
                "counts.view": _("See counts, their differences and what is missing"),
                "counts.count": _("Count"),
                "counts.plan": _("Plan counts and settle them"),
                "counts.approve": _("Approve corrections of any value"),
            }
        )
