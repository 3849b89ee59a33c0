"""An example basket, priced with a promotion that is still being written, beside those that are in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from msgspec.structs import asdict

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SearchFilters, SetId, VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled, priced
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Plan, Terms
from oneshelf.modules.tax import public as tax
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.fitting import MOST_PIECES, OWN, asks, enough, fitting

MOST_LINES = 10
"""How many articles an example holds."""

LONGEST_COUNT = 9
"""Digits of a number of pieces that are read."""

SHOWN = 3
"""How many articles an example has that nobody has named."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the example, or its delivery: how many pieces (kg, l) of what, as listed, less, and why."""

    title: str
    sku: str
    shown: int
    base: Money
    off: tuple[tuple[str, Money], ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class Example:
    """A priced example: its lines, what it comes to, what became of the promotion, and the others that were applied.

    Its `delivery` is told where that is reduced.
    """

    lines: tuple[Line, ...]
    base: Money
    total: Money
    delivery: Line | None
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
        if sku in known and count.isdecimal() and len(count) <= LONGEST_COUNT and 1 <= int(count) <= MOST_PIECES
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
    lines = enough(lines, plan.terms)
    rule = compiled.Rule(id=OWN, version=0, label=plan.name, group=_group(desk, plan), **asdict(plan.terms))
    book = _book(desk, rule, own, now)
    basket = compiled.Basket(
        market.currency,
        tuple(lines),
        fitting(desk, plan.terms, now),
        _delivery(desk, lines),
        rounding=tax.regime_of(market.id).rounding,
    )
    return _told(pricing.price(basket, book, also=[OWN]), known, market.currency)


def _delivery(desk: Desk, lines: Sequence[compiled.Line]) -> compiled.Charge:
    """Return what bringing the example costs: the least that a service of the market takes for its weight.

    From which worth on it would be free is not asked: an example shows what the promotion does. Where nothing is taken
    it is a tenth of what the goods are listed at, which is likely in any currency.
    """
    weighed = catalogue.weights([VariantId(UUID(each.article)) for each in lines])
    weight = sum(weighed.get(VariantId(UUID(each.article)), 0) * each.quantity for each in lines)
    zones = (zone for service in delivery.book_of(desk.market.id).services for zone in service.zones)
    rates = (delivery.charge(replace(zone.rate, free_from=None), weight_g=weight, goods=0) for zone in zones)
    listed = sum(each.price * each.quantity // each.per for each in lines)
    return compiled.Charge(min(filter(None, rates), default=max(1, listed // 10)))


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
    """Return articles that each part of the promotion is about, and one that it is not."""
    about = list[VariantId]()
    for match in dict.fromkeys(asked.match for asked in asks(terms)):
        found = (variant for variant in _matching(desk, match.any_of) if f"v:{variant}" not in match.none_of)
        about += [variant for variant in found if variant not in about][: SHOWN - 1 if not about else 1]
    others = [hit.variants[0] for hit in catalogue.first_products(limit=SHOWN + 1)]
    shown = max(SHOWN, len(about) + 1)
    return [(variant, 1) for variant in dict.fromkeys([*about, *others])][: min(shown, MOST_LINES)]


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


def _told(found: priced.PricedBasket, known: dict[VariantId, catalogue.VariantSnapshot], currency: str) -> Example:
    lines = [_line(line, known[VariantId(UUID(line.article))], currency) for line in found.lines]
    verdict = found.verdict(OWN)
    assert verdict is not None, "the kernel was asked about it"
    applied = {each.rule for each in found.verdicts if each.why is priced.Why.APPLIED}
    brought = _brought(found.delivery, currency) if found.delivery and found.delivery.off else None
    shown = [*lines, *([brought] if brought else [])]
    return Example(
        lines=tuple(lines),
        base=sum((line.base for line in shown), Money.zero(currency)),
        total=sum((line.amount for line in shown), Money.zero(currency)),
        delivery=brought,
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
        off=_off(line, currency),
        amount=Money(line.amount, currency),
    )


def _brought(delivered: priced.Priced, currency: str) -> Line:
    base, amount = Money(delivered.base, currency), Money(delivered.amount, currency)
    return Line("", "", 1, base, _off(delivered, currency), amount)


def _off(line: priced.Priced, currency: str) -> tuple[tuple[str, Money], ...]:
    return tuple((each.label, Money(-each.minor, currency)) for each in line.off)
