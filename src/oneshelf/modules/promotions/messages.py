"""What promotions' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.promotions import errors

sentences.name_codes(
    {
        "promotion": _("promotion"),
        "live": _("live"),
        "ended": _("ended"),
        "rule_name": _("a name of at most 100 characters"),
        "rule_code": _("a code of at most 40 letters, digits, hyphens and underscores"),
        "rule_conditions": _("from 1 to 50 conditions, in each other at most eight deep"),
        "rule_percentage": _("a percentage from 0.01 to 100 (1 to 10,000 hundredths)"),
        "rule_price": _("an amount of zero or more"),
        "rule_count": _("a whole number above zero"),
        "rule_parts": _("from 1 to 10 parts"),
        "rule_steps": _("from 1 to 20 steps"),
        "rule_rising": _("a number above the one before it"),
        "rule_falling_days": _("days from 365 down to 0, fewer than in the step before"),
        "rule_rising_percentage": _("a percentage up to 100, above that of the step before"),
        "rule_article": _("one article"),
        "rule_tags": _("at most 1,000 of them, or a set of articles"),
        "rule_tag": _("an article, a product, a category, a brand or a set of articles"),
        "rule_codes": _("one code or several, each once"),
        "rule_weekday": _("weekdays from 0 (Monday) to 6"),
        "rule_minute": _("a minute of the day, from 0 to 1440"),
        "rule_priority": _("a priority from 0 to 1000"),
    }
)

sentences.register(
    {
        errors.UnknownPromotion: (_("There is no promotion “%(promotion)s”."), _("Choose one from the list.")),
        errors.UnknownGroup: (_("There is no stacking group “%(group)s”."), _("Choose one from the list.")),
        errors.PromotionCodeTaken: (
            _("Another promotion has the code “%(value)s”."),
            _("Give it a code of its own."),
        ),
        errors.GroupCodeTaken: (
            _("Another stacking group has the code “%(value)s”."),
            _("Give it a code of its own."),
        ),
        errors.PromotionChanged: (
            _("Somebody changed it in the meantime."),
            _("Load it again and repeat what you did."),
        ),
        errors.GroupInUse: (
            _("Promotion “%(promotion)s” is live in this group, and would be applied otherwise."),
            _("Pause what is live in it first, or make another group."),
        ),
        errors.BadRule: (_("“%(value)s” cannot stand in “%(part)s”."), _("Give %(wanted)s.")),
        errors.BadPromotionWindow: (
            _("A promotion cannot hold from %(starts)s until %(ends)s."),
            _("Give an end that comes after the beginning, and is still ahead."),
        ),
        errors.PromotionHasBegun: (
            _("It held from %(starts)s on; orders were priced by it."),
            _("Leave the beginning as it is, or duplicate the promotion."),
        ),
        errors.UnknownTarget: (
            _("There is no “%(value)s” any more, which “%(part)s” names."),
            _("Take it out, or name another."),
        ),
        errors.CircularRules: (
            _("These promotions wait for each other: %(promotions)s."),
            _("Take the condition out of one of them."),
        ),
        errors.AppliedTooLate: (
            _("Promotion “%(promotion)s” and this one are not applied in the order that their condition wants."),
            _("Give the one that is waited for an earlier group or a lower priority."),
        ),
        errors.PromotionUsedUp: (
            _("A promotion in this basket was used up just now."),
            _("Look at the new total, and order again."),
        ),
    }
)
