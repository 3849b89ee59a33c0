"""What tills' refusals say to people, and what a cashier may do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.modules.tills.errors import NotOfThisTill, PlaceDoesNotSell, TillNameTaken, TooLittleCash, UnknownTill

declare_permissions(
    {
        "tills.sell": _("Sell at a till"),
        "tills.manage": _("Enrol and retire tills"),
    }
)

sentences.register(
    {
        UnknownTill: (_("This till is not enrolled."), _("Ask a manager to enrol it again.")),
        PlaceDoesNotSell: (_("%(place)s does not sell over a counter."), _("Choose a store.")),
        TillNameTaken: (_("There is a till “%(name)s” already."), _("Give it another name.")),
        TooLittleCash: (
            _("%(given)s in cash do not cover the %(due)s that are due."),
            _("Count it again, or pay the rest by card."),
        ),
        NotOfThisTill: (_("This order was not sold at this till."), _("Print its receipt where it was sold.")),
    }
)
