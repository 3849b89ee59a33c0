"""What the back office says, and the permission that it asks for beside those of the modules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.surfaces.backoffice.errors import NoCustomerNamed, NoMarketYet, NoPhoneChannel

declare_permissions({"board.view": _("See the board with today's sales")})

sentences.register(
    {
        NoMarketYet: (
            _("There is no market yet."),
            _("Open one in the lists, or load an example with “oneshelf load journey”."),
        ),
        NoPhoneChannel: (
            _("The market has no channel for orders by telephone."),
            _("Add an active one of the kind “phone” in the list of channels."),
        ),
        NoCustomerNamed: (
            _("No customer is named."),
            _("Write under Customer whose basket it is: their e-mail or card number."),
        ),
    }
)
