"""What the till's refusals say to the cashier."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.surfaces.till.errors import (
    CouponNot,
    KeyMissing,
    LabelledInBasket,
    NotUnderstood,
    SerialElsewhere,
    SerialSold,
    SerialTwice,
    SerialUnknown,
    TillHasBasket,
    TillLocked,
    TooMuchSent,
    UnknownCode,
)

sentences.register(
    {
        TillLocked: (_("This till is locked."), _("Unlock it with your PIN; the basket is still there.")),
        UnknownCode: (_("Nothing has the code “%(value)s”."), _("Scan it again, or search for it by name.")),
        LabelledInBasket: (
            _(
                "What has a label with its weight, price or last day cannot be put aside: "
                "whoever goes on would have to scan it again."
            ),
            _("Take it out of the basket, or sell it now."),
        ),
        CouponNot: (
            _("The coupon “%(tail)s” does not work here. %(why)s"),
            _("Tell the customer; nothing was taken off for it."),
        ),
        SerialTwice: (
            _("The unit with number %(serial)s is in the basket already."),
            _("Scan the other unit: each one has a number of its own."),
        ),
        SerialUnknown: (
            _("Nobody knows a unit of “%(title)s” with the number %(serial)s."),
            _("Read the number on the unit itself again."),
        ),
        SerialElsewhere: (
            _("By the books the unit with number %(serial)s is not on the shelf here, but at %(place)s."),
            _("Compare the number with the one on the unit; if it is right, tell a manager before you sell it."),
        ),
        SerialSold: (
            _("The unit with number %(serial)s was sold before, with order %(number)s."),
            _("Compare the number with the one on the unit; if it is right, it came back and nobody took it in."),
        ),
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
