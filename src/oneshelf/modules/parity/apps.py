from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class ParityConfig(AppConfig):
    """Whether every channel shows the same."""

    name = "oneshelf.modules.parity"
    label = "parity"
    verbose_name = _("Parity")

    def ready(self) -> None:
        """Make the module's sentences, permissions and what it listens to known."""
        from oneshelf.modules.parity import listeners, messages  # noqa: F401

        declare_permissions(
            {
                "parity.view": _("See in what channels differ"),
                "parity.decide": _("Say which differences between channels are meant, and who looks after them"),
            }
        )
