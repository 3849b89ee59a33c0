from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import declare_permissions


class FulfilmentConfig(AppConfig):
    """Consignments of every channel."""

    name = "oneshelf.modules.fulfilment"
    label = "fulfilment"
    verbose_name = _("Fulfilment")

    def ready(self) -> None:
        """Make the module's sentences and permissions known."""
        from oneshelf.modules.fulfilment import listeners as listeners
        from oneshelf.modules.fulfilment import messages as messages
        from oneshelf.modules.fulfilment.queries import bound_for
        from oneshelf.modules.places import public as places

        places.keep_open_for(bound_for)

        declare_permissions(
            {
                "fulfilment.view": _("See what a place has to pick and hand over"),
                "fulfilment.pick": _("Pick, pack and make ready"),
                "fulfilment.hand_over": _("Hand goods over to customers"),
                "fulfilment.ship": _("Hand parcels to carriers"),
                "fulfilment.unlock": _("Unlock a collection after wrong PINs"),
            }
        )
