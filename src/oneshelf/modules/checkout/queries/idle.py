"""Why a coupon that was handed in takes nothing off, in words."""

from __future__ import annotations

from django.utils.translation import gettext

from oneshelf.modules.checkout.queries.handed_in import KeptCoupon
from oneshelf.modules.checkout.types import BasketQuote
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.pricing import public as pricing


def idle_text(coupon: KeptCoupon, quote: BasketQuote) -> str:
    """Return in the reader's language why nothing is taken off a basket for a coupon that was handed in.

    '' when something is. It says no more of a coupon that does not work than that.
    """
    if not coupon.works:
        return gettext("It does not work here.")
    if coupon.id in quote.coupons_used:
        return ""
    verdict = next((each for each in quote.idle if each.rule == coupon.rule), None)
    if verdict is None:
        return gettext("Another one of the same kind is used already.")
    return pricing.why_text(verdict, quote.items.currency)


def idle_text_for_staff(coupon: KeptCoupon, quote: BasketQuote) -> str:
    """Return as `idle_text` does why nothing is taken off, and for staff exactly what stands against a coupon."""
    return str(coupons.REASON_NAMES[coupon.reason]) if coupon.reason else idle_text(coupon, quote)
