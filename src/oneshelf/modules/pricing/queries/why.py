"""Why a rule was applied to a basket or was not, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.money import Money
from oneshelf.kernel.sentences import Text
from oneshelf.modules.pricing.types.priced import Verdict, Why

_WHYS: dict[Why, Text] = {
    Why.APPLIED: _("It is taken off."),
    Why.NOT_IN_FORCE: _("The promotion is not running."),
    Why.NOT_YET: _("The promotion has not begun yet."),
    Why.OVER: _("The promotion is over."),
    Why.NEEDS_COUPON: _("It needs a coupon."),
    Why.USED_UP: _("It was used as often as it may be."),
    Why.WHO_BUYS: _("It needs to be known who buys: sign in, or say by e-mail which customer it is."),
    Why.GROUP_CLOSED: _("It leaves out a group of customers that is closed, so nobody gets it."),
    Why.NOTHING_MATCHES: _("Nothing in the basket is part of it."),
    Why.TOO_FEW: _("It needs %(wants)s of what it is about; there are %(has)s."),
    Why.TOO_MANY: _("It is for at most %(wants)s of what it is about; there are %(has)s."),
    Why.TOO_LITTLE: _("It needs goods for %(wants)s; there are some for %(has)s."),
    Why.TOO_MUCH: _("It is for goods of at most %(wants)s; there are some for %(has)s."),
    Why.OTHER_BUYERS: _("It is for other customers."),
    Why.NOT_FIRST_ORDER: _("It is for the first order of a known customer."),
    Why.OTHER_CHANNEL: _("It does not hold in this channel."),
    Why.OTHER_PLACE: _("It does not hold at this place."),
    Why.OTHER_HOURS: _("It does not hold at this hour."),
    Why.OTHER_PAYMENT: _("It is for another way to pay."),
    Why.OTHER_RULE: _("It goes with another promotion only, which does not apply."),
    Why.EXCLUDED: _("Something in the basket rules it out."),
    Why.NO_GAIN: _("It would take nothing off."),
    Why.BEATEN: _("Another promotion gives more."),
    Why.ALONE: _("A promotion that stands alone gives more."),
}
"""Why a rule was applied, or was not, in words."""


def why_words() -> dict[str, str]:
    """Return in the reader's language each reason by its code, with {has} and {wants} for amounts and counts."""
    return {why.value: sentences.written(text, has="{has}", wants="{wants}") for why, text in _WHYS.items()}


def why_text(verdict: Verdict, currency: str) -> str:
    """Return in the reader's language why a rule was applied to a basket in `currency`, or was not."""
    has: object = verdict.has
    wants: object = verdict.wants
    if verdict.why in (Why.TOO_LITTLE, Why.TOO_MUCH):
        has, wants = Money(verdict.has, currency), Money(verdict.wants, currency)
    return sentences.written(_WHYS[verdict.why], has=has, wants=wants)
