from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class CouponsConfig(AppConfig):
    """Codes that let promotions work."""

    name = "oneshelf.modules.coupons"
    label = "coupons"
    verbose_name = _("Coupons")

    def ready(self) -> None:
        """Make the module's sentences, permissions and what it listens to known."""
        from oneshelf.modules.coupons import listeners, messages  # noqa: F401

        declare_permissions(
            {
                "coupons.view": _("See batches of coupons, and why a code does not work"),
                "coupons.manage": _("Make, give, pause and revoke coupons"),
                "coupons.export": _("Read the codes of coupons: export and print them"),
            }
        )
