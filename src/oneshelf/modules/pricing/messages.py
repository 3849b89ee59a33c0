"""What pricing's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.pricing.errors import (
    BadPrice,
    BadQuantity,
    BadWindow,
    NoPrice,
    PriceInThePast,
    PriceWindowTaken,
    WrongCurrency,
)

sentences.name_codes(
    {
        "planned price": _("planned price"),
    }
)

sentences.register(
    {
        NoPrice: (_("This article has no price at the moment."), _("Leave it out, or ask for its price.")),
        BadQuantity: (_("%(value)s is no quantity that can be sold."), _("Give a number from 1 to %(most)s.")),
        BadPrice: (
            _("A price cannot be %(amount)s for %(per)s."),
            _("Give an amount of zero or more, for one unit or more."),
        ),
        WrongCurrency: (_("Prices here are in %(wanted)s, not in %(value)s."), _("Give the price in %(wanted)s.")),
        BadWindow: (
            _("A price cannot hold from %(starts)s until %(ends)s."),
            _("Give an end that comes after the beginning."),
        ),
        PriceInThePast: (
            _("A price cannot begin at %(starts)s: others have been charged since."),
            _("Give a moment from now on."),
        ),
        PriceWindowTaken: (
            _("Another price is planned from %(starts)s until %(ends)s."),
            _("Cancel that one first, or choose a time outside it."),
        ),
    }
)
