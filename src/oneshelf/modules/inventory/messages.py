"""What inventory's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.modules.inventory.errors import BadQuantity, HoldExpired, MovedAlready, OutOfStock

sentences.register(
    {
        OutOfStock: (
            _("Only %(available)s left; %(wanted)s were asked for."),
            _("Take fewer, or choose another store or delivery."),
        ),
        BadQuantity: (_("%(value)s is no quantity that can be moved."), _("Give a whole number of 1 or more.")),
        HoldExpired: (
            _("The goods were held for you, but the time ran out."),
            _("Go back to the basket and try again."),
        ),
        MovedAlready: (
            _("Stock was moved for %(cause)s before, in another way."),
            _("Look at its movements; use a new cause for a new movement."),
        ),
    }
)

declare_permissions(
    {
        "inventory.view": _("See stock and its movements"),
        "inventory.adjust": _("Correct stock by hand"),
    }
)
