from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class OffersConfig(AppConfig):
    """Coupons that people earn in one channel and use in another."""

    name = "oneshelf.modules.offers"
    label = "offers"
    verbose_name = _("Offers")

    def ready(self) -> None:
        """Make the module's sentences, permissions and what it listens to known."""
        from oneshelf.modules.offers import listeners, messages  # noqa: F401

        declare_permissions(
            {
                "offers.view": _("See offers, what they gave, and what came of it"),
                "offers.manage": _("Draft, change, run, pause and end offers"),
            }
        )
