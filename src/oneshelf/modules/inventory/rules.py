"""Decisions about stock: no clock, no database.

Buffers. One rule applies to a variant at a place for a channel: the most specific of those that hold. Goods count
first (a variant before a product, that before a category, the deeper the nearer, that before none), then the place,
then the channel. Amounts are never added up: "two kept back, in Leeds five" means five. Two rules that name the same
things never hold at the same moment, which the table refuses, so there is always one that wins.

Confidence. A level that was just counted, and where nobody has looked in vain, is trusted wholly: 100. From that go

- a point for every 3 days since it was counted, at most 40, and 40 when it never was,
- 15 points for each time that units were looked for in vain within the last four weeks, at most 45,
- 5 points for each time that its stock was sold over within these weeks, at most 15.

The buffer that this suggests is the doubt's share of what is at risk: the units that two days sell (until somebody
looks), and those that were missed. None is suggested from 80 points on, and never more than there is. These weights are
ours, a starting point: what is missing most often in studies of shelves is what sells fast and was counted long ago.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from oneshelf.modules.catalogue.public import Classification, VariantId
from oneshelf.modules.inventory.errors import BadAheadTerms, BadBuffer, BadQuantity
from oneshelf.modules.inventory.types import (
    BufferRule,
    Demand,
    Doubts,
    Expected,
    LoadedMovement,
    Move,
    Scope,
)
from oneshelf.modules.inventory.types.ahead import AheadKind, AheadTerms, Outlook
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places.public import PlaceId

MOST_UNITS = 10**12
"""More smallest sale units than any line, receipt or count can hold."""


def check_quantities(lines: Iterable[Demand | Move | LoadedMovement | Expected]) -> None:
    """Raise BadQuantity unless every line asks for at least one unit and at most MOST_UNITS."""
    for line in lines:
        if not 1 <= line.quantity <= MOST_UNITS:
            raise BadQuantity(value=line.quantity)


def in_key_order(demands: Sequence[Demand]) -> list[Demand]:
    """Return demands in the order in which levels are locked: by variant, then place, then line."""
    return sorted(demands, key=lambda demand: (demand.variant, demand.place, demand.line))


WHOLE = 10_000
"""So many hundredths of a percent are all there is."""


def check_scope(scope: Scope) -> None:
    """Raise BadBuffer when a rule names its goods twice."""
    if sum(each is not None for each in (scope.variant, scope.product, scope.category)) > 1:
        raise BadBuffer(value=spelled_out(scope))


def spelled_out(scope: Scope) -> str:
    """Spell out what a rule names: two rules with the same scope may not hold at the same moment."""
    named = (scope.variant, scope.product, scope.category, scope.place, scope.channel)
    return "|".join(str(each or "*") for each in named)


def rank(rule: BufferRule) -> tuple[int, int, bool, bool]:
    """Return how specific a rule is; of several that apply the greatest wins."""
    kind = 3 if rule.variant else 2 if rule.product else 1 if rule.category else 0
    depth = rule.category.count("/") if rule.category else 0
    return kind, depth, rule.place is not None, rule.channel is not None


def withheld(rule: BufferRule | None) -> int:
    """Return a rule's amount as the statements take it: units, or minus so many hundredths of a percent of on hand."""
    if rule is None:
        return 0
    return rule.units if rule.units is not None else -(rule.percent or 0)


def units_of(rule: BufferRule | None) -> int:
    """Return the units that a rule keeps back, 0 where it says so in percent."""
    return (rule.units or 0) if rule is not None else 0


def percent_of(rule: BufferRule | None) -> int:
    """Return the hundredths of a percent that a rule keeps back, 0 where it says so in units."""
    return (rule.percent or 0) if rule is not None else 0


def kept_back(rule: BufferRule | None, on_hand: int) -> int:
    """Return how many units a rule keeps back of a level; parts of a unit are kept back whole."""
    amount = withheld(rule)
    return amount if amount >= 0 else -(-on_hand * -amount // WHOLE)


MOST_AHEAD_DAYS = 365
"""How many days ahead goods may be promised."""

LONGEST_NOTE = 200
"""How many characters a note on a sale ahead has at most."""

USUAL_WAIT = timedelta(days=7)
"""By how much a promise moves whose day has come, when nobody knows better."""


def check_ahead(terms: AheadTerms, begins: datetime, ends: datetime | None, note: str, *, today: date) -> None:
    """Raise BadAheadTerms unless goods can be sold on these terms at that time, and a note is one line of text."""
    if not 1 <= terms.units <= MOST_UNITS:
        raise BadAheadTerms(value=str(terms.units))
    if terms.lead_days is not None and not 1 <= terms.lead_days <= MOST_AHEAD_DAYS:
        raise BadAheadTerms(value=str(terms.lead_days))
    on = terms.expected_on
    if (on is None and terms.kind is AheadKind.PREORDER) or (on and not 0 < (on - today).days <= MOST_AHEAD_DAYS):
        raise BadAheadTerms(value=on.isoformat() if on else "")
    if ends is not None and ends <= begins:
        raise BadAheadTerms(value=ends.isoformat())
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise BadAheadTerms(value=ascii(note[:LONGEST_NOTE]))


def comes_on(terms: AheadTerms, coming: Sequence[tuple[date, int]], units: int, *, today: date) -> date | None:
    """Return the day on which the last of `units` that are promised beyond the shelf comes; None when nobody knows.

    `coming` are deliveries, the first first. One that should have been here comes tomorrow at the earliest.
    """
    if terms.kind is AheadKind.PREORDER:
        known = terms.expected_on
    else:
        by_lead = today + timedelta(days=terms.lead_days) if terms.lead_days else terms.expected_on
        known = _covered_on(coming, units) or by_lead
    return max(known, today + timedelta(days=1)) if known else None


def wait_until(outlook: Outlook, units: int, promised: date, *, today: date) -> date:
    """Return the day on which the last of `units` comes for which people wait, more than are there.

    The day that a pre-order is settled on counts until it has come. What nobody expects keeps the day that was
    `promised`, until that has come too. No promise moves to a day sooner than tomorrow.
    """
    wait = timedelta(days=outlook.lead_days) if outlook.lead_days else USUAL_WAIT
    settled = outlook.settled_on if outlook.settled_on and outlook.settled_on >= today else None
    known = settled or _covered_on(outlook.coming, units - outlook.free) or promised
    return max(known, min(promised, today + timedelta(days=1))) if known >= today else today + wait


def _covered_on(coming: Sequence[tuple[date, int]], units: int) -> date | None:
    """Return the day of the delivery with which `units` have come."""
    come = 0
    for day, quantity in coming:
        come += quantity
        if come >= units:
            return day
    return None


TRUSTED = 80
"""From this score on a level is good enough to promise its last unit."""

TRUSTED = 80
"""From which score on nobody needs to doubt a level; `availability` tells the others (and has an index of them)."""

_A_POINT = timedelta(days=3)
_OLDEST, _MOST_REJECTED, _FASTEST = 40, 45, 15
_A_REJECTION, _A_TURN = 15, 5
_RISKY_DAYS, _DAYS_LEARNT_FROM = 2, 28


def score(doubts: Doubts, *, at: datetime) -> int:
    """Return how far a level may be trusted at an instant, from 0 to 100; see above for what is taken off."""
    age = _OLDEST
    if doubts.counted_at is not None:
        age = min(_OLDEST, max(timedelta(0), at - doubts.counted_at) // _A_POINT)
    rejected = min(_MOST_REJECTED, _A_REJECTION * doubts.rejections)
    busy = min(_FASTEST, _A_TURN * doubts.moved // max(1, doubts.on_hand))
    return 100 - age - rejected - busy


def suggested_buffer(doubts: Doubts, score: int) -> int:
    """Return how many units to keep back of a level that is trusted so far."""
    if score >= TRUSTED:
        return 0
    at_risk = _RISKY_DAYS * doubts.moved + _DAYS_LEARNT_FROM * doubts.missed
    return min(doubts.on_hand, -(-(100 - score) * at_risk // (100 * _DAYS_LEARNT_FROM)))


@dataclass(frozen=True, slots=True)
class Applied:
    """The rules for one variant: `everywhere`, and the places where another applies."""

    everywhere: BufferRule | None
    special: Mapping[PlaceId, BufferRule]

    def at(self, place: PlaceId) -> BufferRule | None:
        """Return the rule that applies at `place`."""
        return self.special.get(place, self.everywhere)


NOTHING = Applied(None, {})


class RuleBook:
    """The rules of one market, looked up by what they name."""

    def __init__(self, rules: Sequence[BufferRule]) -> None:
        self.rules = tuple(sorted(rules, key=rank, reverse=True))
        self.asks_for_goods = any(rule.product or rule.category for rule in rules)
        self._by_goods: dict[object, list[BufferRule]] = defaultdict(list)
        for rule in self.rules:
            self._by_goods[rule.variant or rule.product or rule.category].append(rule)

    def applied(
        self,
        variant: VariantId,
        known_as: Classification | None,
        *,
        channel: ChannelId | None,
        at: datetime,
        places: Collection[PlaceId],
    ) -> Applied:
        """Return which rules apply to a variant at `places` for a channel, at an instant."""
        if not self.rules:
            return NOTHING
        special: dict[PlaceId, BufferRule] = {}
        everywhere = None
        for rule in self._candidates(variant, known_as):
            if rule.channel not in (None, channel) or at < rule.begins or (rule.ends and at >= rule.ends):
                continue
            if rule.place is None:
                everywhere = rule
                break
            if rule.place in places:
                special.setdefault(rule.place, rule)
        return Applied(everywhere, special)

    def _candidates(self, variant: VariantId, known_as: Classification | None) -> Iterator[BufferRule]:
        """Give the rules that may apply to a variant, the most specific first."""
        yield from self._by_goods.get(variant, ())
        if known_as is not None:
            yield from self._by_goods.get(known_as.product, ())
            parts = known_as.path.rstrip("/").split("/")
            for depth in range(len(parts), 0, -1):
                yield from self._by_goods.get("/".join(parts[:depth]) + "/", ())
        yield from self._by_goods.get(None, ())
