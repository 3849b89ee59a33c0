"""An example basket, priced with a promotion that is still being written, beside those that are in force."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec.structs import asdict, replace

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SearchFilters, SetId, VariantId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled, priced
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Plan, Terms
from oneshelf.surfaces.backoffice.desk import Desk

MOST_LINES = 10
"""How many articles an example holds."""

MOST_PIECES = 1_000

SHOWN = 3
"""How many articles an example has that nobody has named."""

OWN = "draft"
"""The id of the rule that is being written."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the example: how many pieces (kg, l) of what, as listed, less, and why."""

    title: str
    sku: str
    shown: int
    base: Money
    off: tuple[tuple[str, Money], ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class Example:
    """A priced example: its lines, what it comes to, what became of the promotion, and the others that were applied."""

    lines: tuple[Line, ...]
    base: Money
    total: Money
    verdict: priced.Verdict
    offered: int
    others: tuple[str, ...]

    @property
    def text(self) -> str:
        """The example as it may be typed again."""
        return ", ".join(f"{line.sku}*{line.shown}" for line in self.lines)


def named(text: str) -> list[tuple[VariantId, int]]:
    """Return what an example names: `SKU*2, SKU`. What is no article, or no number of them, is left out."""
    wanted = [each.strip().rpartition("*") for each in text.split(",")[:MOST_LINES] if each.strip()]
    pairs = [(sku.strip(), count.strip()) if star else (count.strip(), "1") for sku, star, count in wanted]
    known = catalogue.variants_by_sku([sku for sku, _ in pairs])
    return [
        (known[sku], int(count))
        for sku, count in pairs
        if sku in known and count.isdecimal() and 1 <= int(count) <= MOST_PIECES
    ]


def price_example(desk: Desk, plan: Plan, own: UUID | None, wanted: Sequence[tuple[VariantId, int]]) -> Example | None:
    """Price a basket with a plan and what else is in force; None where nothing of it has a price.

    Its buyer, place and hour are such that they fit: an example shows what the promotion does.
    """
    now, market = clock.now(), desk.market
    wanted = wanted or _suggested(desk, plan.terms)
    variants = [variant for variant, _ in wanted]
    costs, known = pricing.prices(market.id, variants, now), catalogue.snapshots(variants)
    tags = catalogue.tags(variants)
    lines = [
        compiled.Line(
            key=str(at),
            article=str(variant),
            quantity=count * known[variant].unit.scale,
            price=costs[variant].unit_price.minor,
            per=costs[variant].unit_price.per,
            scale=known[variant].unit.scale,
            tags=tags[variant],
        )
        for at, (variant, count) in enumerate(wanted)
        if variant in costs
    ]
    if not lines:
        return None
    lines[0] = _enough(lines[0], plan.terms)
    rule = compiled.Rule(id=OWN, version=0, label=plan.name, group=_group(desk, plan), **asdict(plan.terms))
    book = _book(desk, rule, own, now)
    basket = compiled.Basket(market.currency, tuple(lines), _facts(desk, plan.terms, now), compiled.Charge(500))
    return _told(pricing.price(basket, book, also=[OWN]), known, market.currency)


def _group(desk: Desk, plan: Plan) -> str:
    return promotions.get_group(plan.group).code


def _book(desk: Desk, rule: compiled.Rule, own: UUID | None, now: datetime) -> pricing.Rulebook:
    entries = promotions.book_at(desk.market.id, now).rules.entries
    groups = {
        each.code: compiled.Group(each.code, each.order, each.mode, each.choice)
        for each in promotions.list_groups(desk.market.id)
    }
    return pricing.Rulebook([rule, *(each.rule for each in entries if each.rule.id != str(own))], groups.values())


def _suggested(desk: Desk, terms: Terms) -> list[tuple[VariantId, int]]:
    """Return articles that the promotion is about, and one that it is not."""
    about = [variant for _, match in promotions.matches(terms) for variant in _matching(desk, match.any_of)]
    others = [hit.variants[0] for hit in catalogue.first_products(limit=SHOWN + 1)]
    return [(variant, 1) for variant in dict.fromkeys([*about[: SHOWN - 1], *others])][:SHOWN]


def _matching(desk: Desk, tags: Iterable[str]) -> Iterable[VariantId]:
    slugs = {f"c:{each.id}": each.slug for each in desk.categories}
    for tag in list(tags)[:SHOWN]:
        if tag[0] == "v":
            yield VariantId(UUID(tag[2:]))
        elif tag[0] == "s":
            yield from catalogue.members_of_set(SetId(UUID(tag[2:])), limit=SHOWN)
        elif tag in slugs:
            found = catalogue.first_products(SearchFilters(category=slugs[tag]), limit=SHOWN)
            yield from (hit.variants[0] for hit in found)
        elif tag[0] == "b":
            yield from (hit.variants[0] for hit in catalogue.quick_search(tag[2:], limit=SHOWN).hits)


def _enough(line: compiled.Line, terms: Terms) -> compiled.Line:
    """Let a line hold as much as the promotion asks for, unless more of it was named."""
    wants = [line.quantity]
    for each in _wanted(terms.when):
        if isinstance(each, compiled.Holds):
            wants.append(each.least * line.scale)
        if isinstance(each, compiled.Worth) and line.price:
            wants.append(math.ceil(each.least * line.per / line.price))
    match terms.reward:
        case compiled.BuyGet(buy=buy, get=get):
            wants.append((buy + get) * line.scale)
        case compiled.Bundle(parts=parts):
            wants.append(parts[0].pieces * line.scale)
        case compiled.Tiers(by=compiled.By.PIECES, steps=steps):
            wants.append(steps[-1].least * line.scale)
    ladder = terms.reward if isinstance(terms.reward, compiled.Markdown) else None
    days_left = ladder.steps[-1].days if ladder else None
    return replace(line, quantity=min(max(wants), MOST_PIECES * line.scale), days_left=days_left)


def _facts(desk: Desk, terms: Terms, now: datetime) -> compiled.Facts:
    """Return who buys, where and when: such that the promotion holds, as far as that is in it."""
    local = now.astimezone(desk.zone)
    said = {type(each): each for each in _wanted(terms.when)}
    hours, channel, place = said.get(compiled.Hours), said.get(compiled.Channel), said.get(compiled.Place)
    segment, pays = said.get(compiled.Segment), said.get(compiled.Pays)
    return compiled.Facts(
        at=int(now.timestamp()),
        weekday=hours.days[0] if isinstance(hours, compiled.Hours) else local.weekday(),
        minute=hours.starts if isinstance(hours, compiled.Hours) else local.hour * 60 + local.minute,
        channel=channel.any_of[0] if isinstance(channel, compiled.Channel) else "",
        place=place.any_of[0] if isinstance(place, compiled.Place) else "",
        known=True,
        segments=segment.any_of if isinstance(segment, compiled.Segment) else (),
        first_order=compiled.FirstOrder in said,
        payment=pays.any_of[0] if isinstance(pays, compiled.Pays) else "",
        coupons=(compiled.Coupon("example", OWN),) if terms.needs_coupon else (),
    )


def _wanted(when: compiled.Condition | None) -> Iterator[compiled.Condition]:
    """Go through the conditions that are to be true: of what is excluded, none is."""
    if isinstance(when, compiled.All | compiled.Any):
        for each in when.of:
            yield from _wanted(each)
    elif when is not None and not isinstance(when, compiled.Not):
        yield when


def _told(found: priced.PricedBasket, known: dict[VariantId, catalogue.VariantSnapshot], currency: str) -> Example:
    lines = [_line(line, known[VariantId(UUID(line.article))], currency) for line in found.lines]
    verdict = found.verdict(OWN)
    assert verdict is not None, "the kernel was asked about it"
    applied = {each.rule for each in found.verdicts if each.why is priced.Why.APPLIED}
    return Example(
        lines=tuple(lines),
        base=Money(sum(line.base for line in found.lines), currency),
        total=Money(found.items, currency),
        verdict=verdict,
        offered=sum(each.pieces for each in found.offered if each.rule == OWN),
        others=tuple(sorted({off.label for line in found.lines for off in line.off if off.rule in applied - {OWN}})),
    )


def _line(line: priced.Priced, known: catalogue.VariantSnapshot, currency: str) -> Line:
    return Line(
        title=known.title,
        sku=known.sku,
        shown=line.quantity // known.unit.scale,
        base=Money(line.base, currency),
        off=tuple((each.label, Money(-each.minor, currency)) for each in line.off),
        amount=Money(line.amount, currency),
    )
