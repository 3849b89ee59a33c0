from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class CasesConfig(AppConfig):
    """What went wrong with orders."""

    name = "oneshelf.modules.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Make the module's sentences, permissions and what it listens to known."""
        from oneshelf.modules.cases import listeners, messages  # noqa: F401

        declare_permissions(
            {
                "cases.view": _("See what went wrong with orders"),
                "cases.settle": _("Settle what went wrong with orders"),
            }
        )
