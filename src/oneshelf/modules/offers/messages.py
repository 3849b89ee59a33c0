"""What offers' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.offers import errors

sentences.name_codes(
    {
        "offer": _("offer"),
        "offer_name": _("one line of at most 80 characters"),
        "offer_days": _("from 1 to 730 days"),
        "offer_wait": _("from 1 to 36,500 days"),
        "offer_amount": _("an amount of zero or more"),
        "offer_unpriced": _("no amount: what lies in a basket has no price yet"),
        "offer_bought": _("nothing of what was bought: nothing has been bought then"),
        "offer_not_live": _("it is not live"),
        "offer_not_asked": _("it is given for what people do in the shop, by itself"),
        "offer_not_for_them": _("it is not for this customer, channel or place"),
        "offer_waits": _("its customer has to wait for the next one, or its coupons were revoked"),
        "offer_told": _("a way to tell of it that fits what happens before"),
        "offer_named": _("at most 200 of them"),
    }
)

sentences.register(
    {
        errors.UnknownOffer: (_("There is no such offer."), _("Choose one from the list.")),
        errors.OfferChanged: (
            _("Somebody changed the offer in the meantime."),
            _("Load it again and repeat what you did."),
        ),
        errors.OfferGivesNothing: (_("The offer gives nothing: %(reason)s."), _("Choose another offer.")),
        errors.BadOffer: (_("“%(value)s” cannot stand in “%(part)s”."), _("Give %(wanted)s.")),
    }
)
