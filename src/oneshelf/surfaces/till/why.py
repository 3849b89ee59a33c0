"""What the page says about why a basket costs what it costs. The reasons themselves are worked out by its script."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oneshelf.modules.pricing import public as pricing


def words() -> dict[str, str]:
    """Return the sentences of the panel that explains a price, by their names."""
    reasons = {f"why_{code}": text for code, text in pricing.why_words().items()}
    return reasons | {
        "why_empty": _("There is nothing in the basket yet."),
        "why_later": _("Some of it comes later, which only the shop prices: nothing is explained here."),
        "why_no_rules": _("This till has not got the promotions yet. They come with the connection."),
        "why_other": _("This till comes to {total} by itself. What the shop says counts, and has been told of it."),
        "why_offline": _("Worked out by this till, without the connection, for the basket as the shop last saw it."),
        "why_listed": _("Listed"),
        "why_version": _("version {number}"),
        "why_untaxed": _("Tax that is not charged"),
        "why_in_it": _("Tax in it"),
        "why_on_top": _("Tax on top"),
        "why_tax": _("{rate} of {taxable}"),
        "why_no_tax": _("No tax"),
        "why_inclusive": _("Prices hold their tax."),
        "why_added": _("Tax is added to prices."),
        "why_exempt": _("The customer is exempt from tax."),
        "why_reverse": _("The customer owes the tax (reverse charge)."),
        "why_half_away": _("Halves are rounded up."),
        "why_half_even": _("Halves are rounded to the even neighbour."),
        "why_by_line": _("Tax is rounded on each line."),
        "why_by_document": _("Tax is rounded once, on the sum of what one rate is taken of."),
        "why_limit": _("There were more ways to combine promotions than were tried: this is the best that was found."),
        "why_none_applied": _("No promotion takes anything off."),
        "why_none_other": _("No other promotion is running."),
        "why_unnamed": _("A promotion that is not running"),
    }
