from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """Members of staff, roles and assignments."""

    name = "oneshelf.modules.staff"
    label = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Make the module's sentences, permissions, names and hold on accounts known."""
        from oneshelf.kernel import actors
        from oneshelf.kernel.accounts import public as accounts
        from oneshelf.modules.staff import messages, queries  # noqa: F401

        actors.declare_names(actors.ActorKind.STAFF, queries.names_of)
        accounts.declare_holder(queries.holds_account)
