"""What carts' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.carts.errors import BadCartQuantity, CartChanged, CartFull, UnknownCart

sentences.name_codes(
    {
        "line": _("line"),
    }
)

sentences.register(
    {
        UnknownCart: (_("This basket is no longer open."), _("Start a new one.")),
        BadCartQuantity: (_("%(value)s is no quantity for a basket."), _("Choose from 1 to %(most)s.")),
        CartFull: (_("A basket holds at most %(most)s different products."), _("Order these first.")),
        CartChanged: (_("The basket was changed on another device."), _("Look at it again before you go on.")),
    }
)
