from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class PaymentsConfig(AppConfig):
    """Payments of every channel."""

    name = "oneshelf.modules.payments"
    label = "payments"
    verbose_name = _("Payments")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.payments import messages as messages

        declare_permissions(
            {
                "payments.view": _("See payments"),
                "payments.capture": _("Capture and void payments"),
                "payments.refund": _("Refund payments"),
                "payments.terms": _("Say where orders may be paid when they are collected"),
            }
        )
