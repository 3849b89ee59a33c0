"""What coupons' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.coupons import errors

sentences.name_codes(
    {"coupon": _("coupon"), "coupon batch": _("coupon batch"), "paused": _("paused"), "revoked": _("revoked")}
)

sentences.register(
    {
        errors.CouponDoesNotWork: (
            _("The code that ends in “%(tail)s” does not work here."),
            _("Look at it again, sign in if it is yours alone, or ask us."),
        ),
        errors.CouponNotTaken: (
            _("The coupon “…%(tail)s” cannot be taken. %(why)s"),
            _("Tell the customer, or look the code up to see what became of it."),
        ),
        errors.UnknownBatch: (_("There is no such batch of coupons."), _("Choose one from the list.")),
        errors.UnknownCoupon: (_("There is no such coupon."), _("Look at its code again.")),
        errors.CodeTaken: (
            _("“%(chosen)s” is taken, or reads like a code that is."),
            _("Choose another one."),
        ),
        errors.CodeUnfit: (
            _("“%(chosen)s” cannot be a code."),
            _("Choose %(shortest)s to %(longest)s letters from A to Z and digits."),
        ),
        errors.WindowIsEmpty: (_("The codes would end before they begin."), _("Choose a later end, or none.")),
        errors.WrongKind: (
            _("The codes of this batch are not given out one by one."),
            _("Make a batch of single or personal codes for that."),
        ),
        errors.BatchChangedMeanwhile: (
            _("Somebody changed this batch a moment ago."),
            _("Look at what it says now, then change it."),
        ),
        errors.BatchRevoked: (_("This batch of coupons was revoked."), _("Make a new one.")),
    }
)
