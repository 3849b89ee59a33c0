"""What pricing's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.transactions import constraint_means
from oneshelf.modules.pricing.errors import (
    BadChange,
    BadLine,
    BadPrice,
    BadPriceList,
    BadQuantity,
    BadWindow,
    BasketTooLarge,
    ChangeTooLate,
    ClosedPriceList,
    EmptyChange,
    NoPrice,
    PriceInThePast,
    PriceListTaken,
    PriceWindowTaken,
    RankTaken,
    UnknownChange,
    UnknownPriceList,
    WrongCurrency,
)

sentences.name_codes(
    {
        "planned price": _("planned price"),
        "price change": _("price change"),
        "preparing": _("in preparation"),
        "applying": _("being applied"),
        "applied": _("applied"),
        "undoing": _("being taken back"),
        "undone": _("taken back"),
    }
)

sentences.register(
    {
        NoPrice: (_("This article has no price at the moment."), _("Leave it out, or ask for its price.")),
        BadQuantity: (_("%(value)s is no quantity that can be sold."), _("Give a number from 1 to %(most)s.")),
        BadLine: (
            _("A line cannot be priced: its %(name)s is %(value)s."),
            _("Give a number that is neither negative nor too large."),
        ),
        BasketTooLarge: (
            _("A basket cannot be worth more than %(most)s of the smallest coins."),
            _("Split it into several orders."),
        ),
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
        BadChange: (
            _("Prices cannot be changed by %(value)s."),
            _("Give a number from %(least)s to %(most)s."),
        ),
        EmptyChange: (
            _("A change of prices cannot be of %(size)s articles."),
            _("Choose from 1 to %(most)s articles."),
        ),
        UnknownChange: (_("There is no such change of prices."), _("Choose one from the list of changes.")),
        ChangeTooLate: (
            _("The change was to begin at %(starts)s, which is over."),
            _("Drop it and make another, so that it is what you have looked at."),
        ),
        UnknownPriceList: (_("There is no price list “%(price_list)s”."), _("Choose one of the market's lists.")),
        BadPriceList: (
            _("No price list can have the code “%(price_list)s”, the name “%(name)s” and the rank %(rank)s."),
            _(
                "Give a name, a rank from 1 to 10,000, and a code of up to 40 lower case letters, digits and dashes;"
                " “base” is the list below all."
            ),
        ),
        PriceListTaken: (_("Another price list has this code."), _("Choose another code.")),
        RankTaken: (_("Another price list has this rank."), _("Choose another rank: the highest that fits counts.")),
        ClosedPriceList: (
            _("The price list “%(price_list)s” is closed: it takes no new prices."),
            _("Choose an open one, or open another."),
        ),
    }
)

constraint_means("price_list_is_one_a_market_and_code", PriceListTaken)
constraint_means("price_lists_ranks_differ", RankTaken)
