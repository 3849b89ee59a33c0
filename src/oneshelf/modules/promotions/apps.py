from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class PromotionsConfig(AppConfig):
    """Promotions and how they go together."""

    name = "oneshelf.modules.promotions"
    label = "promotions"
    verbose_name = _("Promotions")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.promotions import listeners, messages  # noqa: F401

        declare_permissions(
            {
                "promotions.view": _("See promotions"),
                "promotions.edit": _("Draft promotions, and change drafts"),
                "promotions.approve": _("Let promotions go live, change live ones, pause and end them"),
            }
        )
