"""What a policy may say, and when it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from oneshelf.kernel.states import StateMachine
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.errors import BadRule, PolicyFixed, PolicyInThePast
from oneshelf.modules.sourcing.types import Policy, PolicyState, Rule, RuleKind

MOST_RULES = 30
"""How many rules one policy has at most."""

MOST_WORTH = 10_000_000
"""The most that a rule may count like, in minor units."""

MOST_NUMBER = 100_000
"""The largest measure of a rule."""

USUAL = Policy(
    (
        Rule(RuleKind.COST, number=100),
        Rule(RuleKind.SPLIT, worth=500, number=3),
        Rule(RuleKind.DISTANCE, worth=5, number=10),
        Rule(RuleKind.REJECTION, worth=1_000),
    )
)
"""The rules of a market that has published none: real costs, few parcels, near places, reliable ones."""

MACHINE: StateMachine[PolicyState] = StateMachine(
    name="sourcing policy",
    initial=PolicyState.DRAFT,
    follows={
        PolicyState.DRAFT: frozenset({PolicyState.PUBLISHED, PolicyState.WITHDRAWN}),
        PolicyState.PUBLISHED: frozenset(),
        PolicyState.WITHDRAWN: frozenset(),
    },
)

_NAMES_PLACES = {RuleKind.PREFER, RuleKind.NEVER}


def check_rules(rules: Sequence[Rule], known: Collection[PlaceId]) -> None:
    """Raise BadRule for the first rule that cannot be: figures out of range, or places that the market has not."""
    for position, rule in enumerate(rules, start=1):
        figures = 0 <= rule.worth <= MOST_WORTH and 0 <= rule.number <= MOST_NUMBER
        named = bool(rule.places) or rule.kind not in _NAMES_PLACES
        distinct = len(set(rule.places)) == len(rule.places)
        if not (figures and named and distinct and set(rule.places) <= set(known)) or position > MOST_RULES:
            raise BadRule(position=position)


def check_draft(state: PolicyState, version: int) -> None:
    """Raise PolicyFixed unless the policy is a draft."""
    if state is not PolicyState.DRAFT:
        raise PolicyFixed(version=version)


def check_start(starts: datetime, *, now: datetime, holding_since: datetime | None) -> None:
    """Raise PolicyInThePast unless a policy may begin at `starts`, behind the one that would hold then."""
    if starts < now or (holding_since is not None and starts <= holding_since):
        raise PolicyInThePast
