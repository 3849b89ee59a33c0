"""What the refusals of the associate's pages say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.surfaces.associate.errors import (
    IdentityUnchecked,
    LessLoose,
    NothingScanned,
    NotItsNumber,
    NotOfThisOrder,
    OrderElsewhere,
    PickedAlready,
    ReasonMissing,
)

sentences.register(
    {
        NothingScanned: (
            _("“%(value)s” is neither an order nor an article."),
            _("Scan it again, or search the stock by name."),
        ),
        NotOfThisOrder: (
            _("Wrong article: “%(title)s” is not in this order."),
            _("Put it back, and compare the picture and the SKU."),
        ),
        NotItsNumber: (
            _("“%(value)s” is no serial number of “%(title)s”."),
            _("Scan the label that says the number of this one unit, not the barcode of the article."),
        ),
        PickedAlready: (
            _("This order needs no more of “%(title)s”."),
            _("Put it back, or correct what is picked."),
        ),
        OrderElsewhere: (
            _("This place has nothing to do for order %(number)s."),
            _("Look at the customer's order page: it names the store."),
        ),
        LessLoose: (
            _("Of “%(title)s” only %(left)s lie in no bin."),
            _("Put away what is left, or look at its page for the bins in which the rest lies."),
        ),
        ReasonMissing: (_("Nobody has said why."), _("Choose a reason: it says what is to be done about it.")),
        IdentityUnchecked: (
            _("Nobody has checked who the customer is."),
            _("Look at an identity card, compare the name, and say that you did."),
        ),
    }
)
