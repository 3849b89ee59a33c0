"""What carts' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.modules.carts import errors

declare_permissions(
    {
        "carts.serve": _("Take customers’ baskets over and give them back"),
        "carts.draft": _("Prepare orders for customers, as by telephone"),
    }
)

sentences.name_codes(
    {
        "line": _("line"),
        "cart": _("basket"),
        "draft": pgettext_lazy("state of a basket", "draft"),
        "ordered": pgettext_lazy("state of a basket", "ordered"),
        "merged": pgettext_lazy("state of a basket", "gone into another"),
        "dropped": pgettext_lazy("state of a basket", "dropped"),
        "till": pgettext_lazy("holder of a basket", "till"),
        "staff": pgettext_lazy("holder of a basket", "member of staff"),
        "parked": pgettext_lazy("holder of a basket", "parked"),
        "shopper": pgettext_lazy("holder of a basket", "shopper"),
    }
)

sentences.register(
    {
        errors.UnknownCart: (_("This basket is no longer open."), _("Start a new one.")),
        errors.BadCartQuantity: (
            _("%(value)s is no quantity for a basket."),
            _("Choose from 1 to %(most)s."),
        ),
        errors.CartFull: (_("A basket holds at most %(most)s different products."), _("Order these first.")),
        errors.CartChanged: (
            _("The basket was changed on another device."),
            _("Look at it again before you go on."),
        ),
        errors.CartElsewhere: (
            _("This basket is in other hands now: %(where)s."),
            _("Go on there, or take the basket back first."),
        ),
        errors.CartBeingPaid: (
            _("This basket is being paid at this moment: %(where)s."),
            _("Wait a moment, then look again."),
        ),
        errors.CartNotAsOrdered: (
            _("The basket was changed or moved while it was being paid, so nothing was ordered."),
            _("Look at it again, then pay for what it holds now."),
        ),
        errors.BadCartCode: (
            _("The code “%(value)s” leads to no basket any more."),
            _("Let a new code be shown and scan that."),
        ),
        errors.LabelMissing: (
            _("A parked basket needs a name or a number."),
            _("Write up to %(most)s characters by which you will know it again."),
        ),
        errors.TooManyCoupons: (
            _("A basket keeps at most %(most)s coupons."),
            _("Take one out first."),
        ),
        errors.GiftMessageTooLong: (
            _("The message is too long for its card."),
            _("Write at most %(most)s characters."),
        ),
    }
)
