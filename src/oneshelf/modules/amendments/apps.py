from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class AmendmentsConfig(AppConfig):
    """Changes of placed orders."""

    name = "oneshelf.modules.amendments"
    label = "amendments"
    verbose_name = _("Changes of orders")

    def ready(self) -> None:
        """Make the module's sentences, its permission and what it listens to known."""
        from oneshelf.modules.amendments import listeners, messages  # noqa: F401

        declare_permissions({"amendments.terms": _("Say what shoppers change of their orders themselves")})
