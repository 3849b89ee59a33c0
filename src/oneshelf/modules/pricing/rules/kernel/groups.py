"""Applying the rules of a basket, group by group, each group on what the earlier ones left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from oneshelf.modules.pricing.rules.kernel.book import Entry, Rulebook
from oneshelf.modules.pricing.rules.kernel.conditions import Bench, Missing, missing
from oneshelf.modules.pricing.rules.kernel.goods import DELIVERY, Goods, Shelf, Stretch, Take, split
from oneshelf.modules.pricing.rules.kernel.offers import Offer, coupons_for, offer_of
from oneshelf.modules.pricing.rules.kernel.search import Effort, by_itself, together
from oneshelf.modules.pricing.types.compiled import AmountOff, Choice, Facts, Gift, Mode, Rounding
from oneshelf.modules.pricing.types.priced import Off, Offered, Verdict, Why


@dataclass(slots=True)
class Outcome:
    """What rules did: what each took off the rows (or delivery), what became of each, and which gifts may be taken."""

    left: int
    off: dict[int, list[Off]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    offered: list[Offered] = field(default_factory=list)


class Run:
    """One application of rules to goods, which are as listed when it begins."""

    def __init__(self, goods: Goods, facts: Facts, book: Rulebook, rounding: Rounding, effort: Effort) -> None:
        self.goods = goods
        self.bench = Bench(book, facts, goods, set(), rounding.mode)
        self.effort = effort
        self.outcome = Outcome(0)

    def apply(self, entries: Sequence[Entry]) -> Outcome:
        """Apply rules in their order and return what they did."""
        for group, entries_of_group in groupby(entries, key=lambda entry: entry.group):
            own = list(entries_of_group)
            if group.mode is Mode.STACK:
                for entry in own:
                    self._stack(self._judged([entry]))
            elif group.mode is Mode.BASKET:
                self._one_a_basket(self._judged(own), group.choice)
            elif group.choice is Choice.PRIORITY:
                self._one_a_piece_in_turn(self._judged(own))
            else:
                self._one_a_piece(self._judged(own))
        self.outcome.left = sum(stretch.left for stretch in self.goods.shelf.stretches)
        return self.outcome

    def _judged(self, entries: Sequence[Entry]) -> list[Offer]:
        """Return the offers of the rules that hold; the others get their verdict."""
        offers: list[Offer] = []
        for entry in entries:
            lack = missing(entry.rule, self.bench)
            if lack is None:
                self._offer_gift(entry)
            found = lack or offer_of(entry, self.bench)
            if isinstance(found, Missing):
                verdict = Verdict(entry.rule.id, found.why, 0, found.has, found.wants, found.by)
                self.outcome.verdicts[entry.rule.id] = verdict
            else:
                offers.append(found)
        return offers

    def _offer_gift(self, entry: Entry) -> None:
        gift = entry.rule.reward
        if isinstance(gift, Gift):
            count = len(coupons_for(entry, self.bench.facts)) if entry.rule.needs_coupon else 1
            there = sum(self.goods.rows[at].pieces for at in self.goods.by_tag.get(gift.article, ()))
            if there < gift.pieces * count:
                self.outcome.offered.append(Offered(entry.rule.id, gift.article, gift.pieces * count - there))

    def _stack(self, offers: Sequence[Offer]) -> None:
        for offer in offers:
            before = self.goods.shelf
            made = self._take([(offer, by_itself(offer, before, self.effort))])
            self._conclude(offers, before, made)

    def _one_a_basket(self, offers: Sequence[Offer], choice: Choice) -> None:
        before = self.goods.shelf
        plans = [by_itself(offer, before, self.effort) for offer in offers]
        gains = [sum(take.off for take in takes) for takes in plans]
        gaining = [at for at, gain in enumerate(gains) if gain]
        winners = gaining[:1] if choice is Choice.PRIORITY else [gains.index(max(gains))] if gaining else []
        made = self._take([(offers[at], plans[at]) for at in winners])
        self._conclude(offers, before, made)

    def _one_a_piece_in_turn(self, offers: Sequence[Offer]) -> None:
        before = self.goods.shelf
        made: list[Stretch] = []
        for offer in offers:
            made += self._take([(offer, by_itself(offer, self.goods.shelf, self.effort))])
        self._conclude(offers, before, made)

    def _one_a_piece(self, offers: Sequence[Offer]) -> None:
        before = self.goods.shelf
        plan = together(offers, before, self.effort)
        made = self._take([(offer, plan.get(number, [])) for number, offer in enumerate(offers)])
        self._conclude(offers, before, made)

    def _take(self, plan: Sequence[tuple[Offer, list[Take]]]) -> list[Stretch]:
        """Write down what offers take, leave what is free with the goods, and return the stretches that were made."""
        before = self.goods.shelf
        kept = [(offer, takes) for offer, takes in plan if any(take.off for take in takes)]
        if not kept:
            return []
        made, free = split(before, [take for _, takes in kept for take in takes])
        for offer, takes in kept:
            self._note(offer, takes, before)
        self.goods.shelf = Shelf(free)
        return made

    def _note(self, offer: Offer, takes: Sequence[Take], before: Shelf) -> None:
        rule = offer.entry.rule
        by_row: dict[int, tuple[int, int]] = {}
        for take in takes:
            if take.off:
                stretch = before[take.stretch]
                units, off = by_row.get(stretch.row, (0, 0))
                own = stretch.units_of(take.end - take.start) if stretch.pieces else stretch.units
                by_row[stretch.row] = (units + own, off + take.off)
        for row, (units, off) in by_row.items():
            self.outcome.off.setdefault(row, []).append(Off(rule.id, rule.version, rule.label, units, off))
        self.bench.applied.add(rule.id)
        total = sum(take.off for take in takes)
        used = coupons_for(offer.entry, self.bench.facts)[: _coupons_used(offer, takes, total)]
        self.outcome.verdicts[rule.id] = Verdict(rule.id, Why.APPLIED, total, coupons=used)

    def _conclude(self, offers: Sequence[Offer], before: Shelf, made: Sequence[Stretch]) -> None:
        """Put the goods together again, and tell of the offers that came to nothing who was better."""
        if made:
            self.goods.put([*made, *self.goods.shelf.stretches])
        winners: dict[int, list[str]] = {}
        for offer in offers:
            if offer.entry.rule.id in self.bench.applied:
                for row in offer.rows:
                    winners.setdefault(row, []).append(offer.entry.rule.id)
        for offer in offers:
            rule = offer.entry.rule
            if rule.id not in self.bench.applied:
                by = {winner for row in offer.rows for winner in winners.get(row, ())}
                if by and by_itself(offer, before, self.effort):
                    verdict = Verdict(rule.id, Why.BEATEN, by=tuple(sorted(by)))
                else:
                    verdict = self._nothing_gained(offer)
                self.outcome.verdicts[rule.id] = verdict

    def _nothing_gained(self, offer: Offer) -> Verdict:
        """Say of an offer that took nothing off, and that no other beats, of what there is too little for one set."""
        short = ((self._pieces(role.rows), role.need) for role in offer.roles)
        wholes = [*short, (self._pieces(offer.rows), offer.size)]
        has, wants = next((each for each in wholes if each[0] < each[1]), (0, 0))
        return Verdict(offer.entry.rule.id, Why.TOO_FEW if wants else Why.NO_GAIN, has=has, wants=wants)

    def _pieces(self, rows: Collection[int]) -> int:
        return sum(self.goods.rows[at].pieces for at in rows if at != DELIVERY)


def _coupons_used(offer: Offer, takes: Sequence[Take], off: int) -> int:
    """Return how many coupons are needed for what was taken off: as few as its caps allow."""
    rule = offer.entry.rule
    if not rule.needs_coupon:
        return 0
    caps = rule.caps
    reduced = sum(take.end - take.start for take in takes if take.off)
    sets = sum(take.end - take.start for take in takes) // offer.size if offer.size else 0
    needed = [1]
    if caps.pieces:
        needed.append(-(-reduced // caps.pieces))
    if caps.times and sets:
        needed.append(-(-sets // caps.times))
    if caps.off:
        needed.append(-(-off // caps.off))
    if isinstance(rule.reward, AmountOff):
        needed.append(-(-off // rule.reward.minor))
    if isinstance(rule.reward, Gift):
        needed.append(-(-reduced // rule.reward.pieces))
    return max(needed)
