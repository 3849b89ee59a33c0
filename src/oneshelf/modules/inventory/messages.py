"""What inventory's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.modules.inventory.errors import (
    AllUnitsNamed,
    BadAheadTerms,
    BadBuffer,
    BadQuantity,
    FencesOverlap,
    HoldExpired,
    HoldsAlready,
    MovedAlready,
    NumbersNotAsked,
    OutOfStock,
    RuleChanged,
    RulesCompete,
    SoldAheadAlready,
)

sentences.register(
    {
        NumbersNotAsked: (
            _("The units of this article have no serial numbers."),
            _("If they should, say so at the article, in the list of products."),
        ),
        AllUnitsNamed: (
            _("Every unit that the books know here has its number; “%(number)s” would be one more."),
            _("Count the units. If there is one more than the books say, correct the stock first."),
        ),
        OutOfStock: (
            _("Only %(available)s left; %(wanted)s were asked for."),
            _("Take fewer, or choose another store or delivery."),
        ),
        BadQuantity: (_("%(value)s is no quantity that can be moved."), _("Give a whole number of 1 or more.")),
        HoldExpired: (
            _("The goods were held for you, but the time ran out."),
            _("Go back to the basket and try again."),
        ),
        MovedAlready: (
            _("Stock was moved for %(cause)s before, in another way."),
            _("Look at its movements; use a new cause for a new movement."),
        ),
        BadBuffer: (
            _("%(value)s is no buffer."),
            _("Give units or a percentage from 0 to 100, and an end after the beginning."),
        ),
        RulesCompete: (
            _("Another rule says how much to keep back for exactly the same at the same time."),
            _("Change that rule or end it first, or name something more specific."),
        ),
        RuleChanged: (
            _("Somebody else has changed this rule, or it is over."),
            _("Look at it again before you change it."),
        ),
        BadAheadTerms: (
            _("Goods cannot be sold ahead with %(value)s."),
            _("Give 1 unit or more, a day to come (at most a year ahead), and an end after the beginning."),
        ),
        SoldAheadAlready: (
            _("This article is sold ahead there already at that time."),
            _("Change those terms, end them, or choose another time."),
        ),
        FencesOverlap: (
            _("This channel has a fence around these goods at that time already."),
            _("Lift that fence first, or choose another time."),
        ),
        HoldsAlready: (
            _("Goods are held there already."),
            _("Give those back first, or finish that purchase."),
        ),
    }
)

sentences.name_codes({"buffer rule": _("buffer rule"), "fence": _("fence"), "sale ahead": _("sale ahead")})

declare_permissions(
    {
        "inventory.view": _("See stock and its movements"),
        "inventory.adjust": _("Correct stock by hand"),
        "inventory.quarantine": _("Keep goods apart, grade them, and let them go"),
        "inventory.rules": _("Decide how much stock is kept back, and for which channel"),
        "inventory.ahead": _("Decide what is sold before it is there"),
        "inventory.overrule": _("Sell what is kept back, or set apart for another channel"),
    }
)
