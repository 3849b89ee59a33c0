from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class SupplyConfig(AppConfig):
    """Goods on their way to our places."""

    name = "oneshelf.modules.supply"
    label = "supply"
    verbose_name = _("Supply")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.places import public as places
        from oneshelf.modules.supply import messages as messages
        from oneshelf.modules.supply.queries import bound_for

        places.keep_open_for(bound_for)

        declare_permissions(
            {
                "supply.view": _("See purchase orders, deliveries and transfers"),
                "supply.order": _("Order from suppliers"),
                "supply.receive": _("Receive deliveries and transfers"),
                "supply.receive_over": _("Receive more than was ordered or sent"),
                "supply.transfer": _("Send goods to another place"),
                "supply.settle": _("Settle what was lost or found in transit"),
            }
        )
