"""Rules, costs and reasons of sourcing in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.money import Money, round_half_away
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.public import MILLS, Alternative, Cause, Lost, Rule, RuleKind
from oneshelf.ui.formats import money_text

KINDS = {
    RuleKind.COST: _("Real costs"),
    RuleKind.SPLIT: _("Few parcels"),
    RuleKind.DISTANCE: _("Near places"),
    RuleKind.REGION: _("The shopper's region"),
    RuleKind.PREFER: _("Preferred places"),
    RuleKind.STORES: _("Warehouses before stores"),
    RuleKind.KEEP: _("Last units for walk-ins"),
    RuleKind.BUSY: _("Places with room"),
    RuleKind.REJECTION: _("Reliable places"),
    RuleKind.AGE: _("Old goods first"),
    RuleKind.NEVER: _("Places that never send"),
}

CAUSES = {
    Cause.PLACED: _("When the order was placed"),
    Cause.REJECTED: _("Again, because a place refused"),
    Cause.SHORT: _("Again, because goods were missing"),
    Cause.MISSED_CLOCK: _("Again, because the time was up"),
    Cause.CHANGED: _("Again, because the order was changed"),
}

_SENTENCES = {
    RuleKind.COST: _("Real costs of carrier and handling count %(number)s percent."),
    RuleKind.SPLIT: _("Each further parcel counts like %(worth)s; there are %(number)s at most."),
    RuleKind.DISTANCE: _("Every %(number)s km count like %(worth)s."),
    RuleKind.REGION: _("A place outside the shopper's region counts like %(worth)s."),
    RuleKind.PREFER: _("Prefer %(places)s, in this order; each step counts like %(worth)s."),
    RuleKind.STORES: _("A parcel from a store, not a warehouse, counts like %(worth)s."),
    RuleKind.KEEP: _("Each of the last %(number)s units of a store counts like %(worth)s."),
    RuleKind.BUSY: _("A place counts like %(worth)s more when %(number)s percent of its hours are taken."),
    RuleKind.REJECTION: _("A refusal counts like %(worth)s, times how often the place refuses."),
    RuleKind.AGE: _("A unit that lies longer than %(number)s days counts %(worth)s less."),
    RuleKind.NEVER: _("Never send from %(places)s."),
}

_FIRM = _("Never take the last %(number)s units of a store.")


def sentence(rule: Rule, names: Mapping[PlaceId, str], currency: str) -> str:
    """Return what a rule says."""
    text = _FIRM if rule.kind is RuleKind.KEEP and rule.firm else _SENTENCES[rule.kind]
    named = ", ".join(names.get(place, "–") for place in rule.places)
    return str(text) % {"worth": money_text(Money(rule.worth, currency)), "number": rule.number, "places": named}


def amount(mills: int, currency: str) -> str:
    """Return a cost in mills as money."""
    return money_text(Money(round_half_away(mills, MILLS), currency))


def why_not(found: Alternative, chosen_mills: int, titles: Mapping[int, str], currency: str) -> str:
    """Return why a place was not chosen."""
    match found.lost:
        case Lost.COSTS_MORE if found.mills is not None:
            more = amount(found.mills - chosen_mills, currency)
            if found.because is None:
                return _t("It would have cost %(more)s more.") % {"more": more}
            against = str(KINDS[found.because])
            return _t("It would have cost %(more)s more; most against it: %(rule)s.") % {"more": more, "rule": against}
        case Lost.LACKS:
            title = titles.get(found.line or 0, "")
            return _t("It lacks %(count)s of %(title)s.") % {"count": found.missing, "title": title}
        case Lost.FULL:
            return _t("It had no room for another order.")
        case Lost.EXCLUDED:
            return _t("It had refused this order.")
        case _:
            return _t("A rule forbids it to send.")
