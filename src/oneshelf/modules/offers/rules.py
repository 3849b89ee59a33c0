"""Whether what happened earns what an offer gives, and what an offer may say."""

from __future__ import annotations

from oneshelf.kernel.states import StateMachine
from oneshelf.modules.offers.errors import BadOffer
from oneshelf.modules.offers.types import (
    LONGEST_NAME,
    MOST_DAYS,
    ONCE,
    Circumstances,
    Happening,
    Run,
    State,
    Telling,
    Terms,
    Trigger,
)
from oneshelf.modules.pricing.public import compiled

MACHINE = StateMachine(
    "offer",
    State.DRAFT,
    {
        State.DRAFT: frozenset({State.LIVE, State.ENDED}),
        State.LIVE: frozenset({State.PAUSED, State.ENDED}),
        State.PAUSED: frozenset({State.LIVE, State.ENDED}),
        State.ENDED: frozenset(),
    },
)

MOST_NAMED = 200
"""How many channels, places or groups an offer names at most, and how many tags of articles."""

TELLS = {
    Trigger.BOUGHT: frozenset({Telling.RECEIPT, Telling.EMAIL, Telling.ACCOUNT}),
    Trigger.PARCEL: frozenset({Telling.PARCEL}),
    Trigger.LEFT: frozenset({Telling.EMAIL, Telling.ACCOUNT}),
    Trigger.VISITED: frozenset({Telling.EMAIL, Telling.ACCOUNT}),
    Trigger.ASKED: frozenset({Telling.EMAIL, Telling.ACCOUNT}),
}
"""Where people can be told of what they get for what happened. A parcel's own code is nobody's but its finder's."""


_GOODS = frozenset({Trigger.BOUGHT, Trigger.PARCEL, Trigger.LEFT})
"""What happens with goods: only then an offer can ask which."""

_SHOWN = frozenset({Trigger.VISITED, Trigger.ASKED})
"""What happens before somebody's eyes: the code is shown to whoever asked for it."""


def may_earn(run: Run, happening: Happening) -> bool:
    """Tell whether what happened may earn what a run gives, as far as that is known without asking."""
    terms = run.terms
    return (
        terms.trigger is happening.trigger
        and run.market == happening.market
        and run.covers(happening.at)
        and (not terms.channels or happening.channel in terms.channels)
        and (not terms.places or happening.place in terms.places)
        and (happening.customer is not None or not terms.asks_who)
    )


def earns(terms: Terms, happening: Happening, all_else: Circumstances) -> bool:
    """Tell whether what happened, which may earn it, does."""
    worth = sum(good.amount for good in all_else.goods if _matches(terms.match, good.tags))
    wanted = terms.trigger not in _GOODS or any(_matches(terms.match, good.tags) for good in all_else.goods)
    return (
        wanted
        and worth >= terms.least
        and (not terms.groups or not all_else.groups.isdisjoint(terms.groups))
        and (not terms.first_order or all_else.is_first)
        and _reaches(terms, happening, all_else)
    )


def check_name(name: str) -> str:
    """Return what an offer is called. Raises BadOffer."""
    text = name.strip()
    if not 0 < len(text) <= LONGEST_NAME or not text.isprintable():
        raise BadOffer(part="name", value=text[:LONGEST_NAME], wanted="offer_name")
    return text


def check(terms: Terms) -> None:
    """Raise BadOffer unless an offer can say that."""
    checks = (
        ("days", str(terms.days), 1 <= terms.days <= MOST_DAYS, "offer_days"),
        ("wait", str(terms.wait), terms.wait is None or 1 <= terms.wait <= ONCE, "offer_wait"),
        ("least", str(terms.least), 0 <= terms.least < 10**15, "offer_amount"),
        ("least", str(terms.least), not terms.least or terms.trigger is not Trigger.LEFT, "offer_unpriced"),
        ("least", str(terms.least), not terms.least or terms.trigger in _GOODS, "offer_bought"),
        ("match", "…", terms.match == compiled.EVERYTHING or terms.trigger in _GOODS, "offer_bought"),
        ("first_order", "…", not terms.first_order or terms.trigger in _GOODS, "offer_bought"),
        ("told", ", ".join(terms.told), bool(terms.told) and TELLS[terms.trigger] >= set(terms.told), "offer_told"),
        *(
            (part, str(len(named)), len(named) <= MOST_NAMED, "offer_named")
            for part, named in (
                ("channels", terms.channels),
                ("places", terms.places),
                ("groups", terms.groups),
                ("match", terms.match.any_of + terms.match.all_of + terms.match.none_of),
            )
        ),
    )
    for part, value, is_fine, wanted in checks:
        if not is_fine:
            raise BadOffer(part=part, value=value, wanted=wanted)


def _matches(match: compiled.Match, tags: frozenset[str]) -> bool:
    return (
        (not match.any_of or not tags.isdisjoint(match.any_of))
        and tags.issuperset(match.all_of)
        and tags.isdisjoint(match.none_of)
    )


def _reaches(terms: Terms, happening: Happening, all_else: Circumstances) -> bool:
    """Tell whether anybody would hear of the coupon: nobody is given what they never see."""
    on_paper = Telling.PARCEL in terms.told or Telling.RECEIPT in terms.told
    on_own_pages = Telling.ACCOUNT in terms.told and happening.customer is not None
    is_shown = terms.trigger in _SHOWN
    return is_shown or on_paper or on_own_pages or (Telling.EMAIL in terms.told and all_else.has_email)
