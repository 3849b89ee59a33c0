from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """Members of staff, roles and assignments."""

    name = "oneshelf.modules.staff"
    label = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Make the module's sentences, permissions and hold on accounts known."""
        from oneshelf.kernel.accounts import public as accounts
        from oneshelf.modules.staff import messages, queries  # noqa: F401

        accounts.declare_holder(queries.holds_account)
