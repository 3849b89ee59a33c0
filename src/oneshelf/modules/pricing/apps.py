from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    """Price lists and the evaluation of baskets."""

    name = "oneshelf.modules.pricing"
    label = "pricing"
    verbose_name = _("Pricing")

    def ready(self) -> None:
        """Make the refusals' sentences and the permissions known."""
        from oneshelf.kernel.actors import declare_permissions
        from oneshelf.modules.pricing import listeners as listeners
        from oneshelf.modules.pricing import messages as messages

        declare_permissions({"pricing.view": _("See prices"), "pricing.edit": _("Change prices")})
