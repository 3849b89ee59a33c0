"""What the till's refusals say to the cashier."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.surfaces.till.errors import (
    KeyMissing,
    NotUnderstood,
    TillHasBasket,
    TillLocked,
    TooMuchSent,
    UnknownCode,
)

sentences.register(
    {
        TillLocked: (_("This till is locked."), _("Unlock it with your PIN; the basket is still there.")),
        UnknownCode: (_("Nothing has the code “%(value)s”."), _("Scan it again, or search for it by name.")),
        NotUnderstood: (_("The till sent something that cannot be read (%(what)s)."), _("Load the page again.")),
        TooMuchSent: (
            _("The till sent more than %(most)s bytes."),
            _("Load the page again, and sell the goods in more than one sale."),
        ),
        TillHasBasket: (
            _("This till has a customer’s basket in hands already."),
            _("Sell it, park it or give it back first."),
        ),
        KeyMissing: (_("The sale came without its key."), _("Load the page again, then pay.")),
    }
)
