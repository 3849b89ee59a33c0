"""Random baskets with rules for them: narrow enough that rules overlap and tie, wide enough to reach every corner.

The same seed and number draw the same case on every machine.
"""

from __future__ import annotations

from random import Random

from msgspec import Struct

from oneshelf.modules.pricing.types.compiled import (
    UNTAXED,
    WHOLE_BP,
    All,
    AmountEach,
    AmountOff,
    Any,
    Applied,
    Basket,
    Bundle,
    BuyGet,
    By,
    Caps,
    Channel,
    Charge,
    Choice,
    Component,
    Condition,
    Coupon,
    DeliveryPriced,
    Facts,
    FirstOrder,
    Gift,
    Group,
    Holds,
    Hours,
    Left,
    Line,
    Markdown,
    MarkdownStep,
    Match,
    Mode,
    Not,
    Part,
    Pays,
    Percent,
    Place,
    Reward,
    Rounding,
    RoundingMode,
    Rule,
    Segment,
    Step,
    Taxes,
    TaxRounding,
    Tiers,
    Treatment,
    UnitPriced,
    Worth,
)

RULES = ("r1", "r10", "r2", "9", "10", "__proto__", "\uffee", "\U0001f9c0", "r3", "r4", "r5", "r6", "r7", "r8")
"""Ids of rules: numbers, a name that means something in JavaScript, and two that sort differently by UTF-16 unit."""

_LABELS = ("Summer", "Käse \U0001f9c0", 'Say "yes"\\', "tab\tand\x01", "line\u2028end", "")
_CODES = ("a", "b", "c")
_CLASSES = ("standard", "reduced", "zero", "10")
_NOW = 1_700_000_000


class Case(Struct, frozen=True, omit_defaults=True):
    """What a kernel is asked: a basket, the rules and groups of a book, and which rules `also` to explain."""

    basket: Basket
    rules: tuple[Rule, ...] = ()
    groups: tuple[Group, ...] = ()
    also: tuple[str, ...] = ()


def draw(seed: str, number: int) -> Case:
    """Return a case."""
    return _Draw(Random(f"{seed}/{number}")).case()


class _Draw:
    """One case in the making."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.huge = self.chance(0.03)
        self.crowded = self.chance(0.2)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def some(self, values: tuple[str, ...], least: int = 1) -> tuple[str, ...]:
        return tuple(self.random.sample(values, self.random.randint(least, min(len(values), least + 1))))

    def case(self) -> Case:
        articles = [self.article(number) for number in range(self.random.randint(1, 4 if self.crowded else 7))]
        lines = [self.line(number, articles) for number in range(self.random.randint(0, 10))]
        groups = tuple(self.group(number) for number in range(self.random.randint(1, 4)))
        ids = self.random.sample(RULES, self.random.choice((0, 1, 2, 3, 4, 6, 9, 12)))
        rules = tuple(self.rule(each, ids, groups) for each in ids)
        delivery = Charge(self.random.choice((0, 1, 499, 990)), self.random.choice(_CLASSES))
        basket = Basket(
            currency=self.random.choice(("EUR", "JPY", "KWD")),
            lines=tuple(lines),
            facts=self.facts(ids),
            delivery=delivery if self.chance(0.4) else None,
            taxes=self.taxes() if self.chance(0.6) else UNTAXED,
            rounding=self.rounding(),
        )
        return Case(basket, rules, groups, tuple(ids) if self.chance(0.3) else ())

    def article(self, number: int) -> Line:
        """Return a line of an article, to draw others of the same article from."""
        measured = self.chance(0.25)
        tags = (f"v:{number}", f"p:{number // 2}", f"c:{number % 3}", *(("b:own",) if number % 2 else ()), "s:all")
        price = self.random.choice((0, 1, 5, 99, 100, 150, 250, 333, 999, 1_250))
        if self.huge:
            price = self.random.choice((10**12, 999_999_999_999, 123_456_789_012))
        return Line(
            key="",
            article=f"v:{number}",
            quantity=1,
            price=price,
            per=1000 if measured else self.random.choice((1, 1, 1, 3)),
            scale=1000 if measured else 1,
            tags=tuple(self.random.sample(tags, len(tags))),
            tax_class=self.random.choice(_CLASSES),
            protected=self.chance(0.05),
            price_version=self.random.choice(("", "p1")),
        )

    def line(self, number: int, articles: list[Line]) -> Line:
        of = self.random.choice(articles)
        quantity = self.random.choice((1, 1, 2, 3, 4, 7)) if of.scale == 1 else self.random.randint(1, 2_500)
        if self.crowded and of.scale == 1:
            quantity = self.random.randint(1, 30)
        if self.huge:
            quantity = self.random.choice((1, 1_000, 5_000, 10**9))
        amount = self.random.choice((0, 105, 995)) if of.scale > 1 and self.chance(0.4) else None
        days = self.random.choice((0, 1, 2, 3, 9)) if self.chance(0.3) else None
        return _changed(
            of, key=f"{self.random.choice(_CODES)}{number}", quantity=quantity, amount=amount, days_left=days
        )

    def group(self, number: int) -> Group:
        mode = self.random.choice((Mode.UNIT, Mode.UNIT, Mode.STACK, Mode.BASKET))
        choice = Choice.PRIORITY if self.chance(0.3) else Choice.BEST
        if self.crowded:
            mode, choice = Mode.UNIT, Choice.BEST
        return Group(f"g{number}", self.random.randint(0, 2), mode, choice)

    def rule(self, own: str, ids: list[str], groups: tuple[Group, ...]) -> Rule:
        return Rule(
            id=own,
            version=self.random.randint(1, 3),
            label=self.random.choice(_LABELS),
            reward=self.reward(),
            group=self.random.choice(groups).code,
            match=self.match(),
            when=self.condition(ids, 2) if self.chance(0.4) else None,
            starts=self.random.choice((0, _NOW, _NOW, _NOW + 1)) if self.chance(0.2) else 0,
            ends=self.random.choice((_NOW, _NOW + 1, _NOW + 1)) if self.chance(0.2) else None,
            priority=self.random.choice((100, 100, 50, 7)),
            exclusive=self.chance(0.08),
            needs_coupon=self.chance(0.25),
            caps=self.caps() if self.chance(0.3) else Caps(),
            not_in_closed=self.chance(0.03),
        )

    def caps(self) -> Caps:
        def limit(*values: int) -> int | None:
            return self.random.choice(values) if self.chance(0.4) else None

        return Caps(times=limit(0, 1, 2, 3), pieces=limit(0, 1, 2, 3, 5), off=limit(0, 1, 100, 333, 1_000))

    def match(self) -> Match:
        tags = ("v:0", "v:1", "v:2", "v:3", "p:0", "p:1", "c:0", "c:1", "c:2", "b:own", "s:all")
        return Match(
            any_of=self.some(tags) if self.chance(0.75) else (),
            all_of=self.some(tags) if self.chance(0.1) else (),
            none_of=self.some(tags) if self.chance(0.15) else (),
        )

    def simple(self) -> Percent | AmountEach | UnitPriced:
        match self.random.randint(0, 2):
            case 0:
                return Percent(self.random.choice((1, 50, 1_000, 1_250, 2_000, 3_333, 5_000, WHOLE_BP)))
            case 1:
                return AmountEach(self.random.choice((1, 10, 45, 100, 5_000)))
            case _:
                return UnitPriced(self.random.choice((0, 1, 99, 145)), self.random.choice((1, 1, 3, 100, 1_000)))

    def reward(self) -> Reward:
        some = self.random.choice((1, 1, 2, 3))
        match self.random.choice((1, 2, 3, 4, 5, 6, 8, 9, 10)) if self.crowded else self.random.randint(0, 11):
            case 0:
                return AmountOff(self.random.choice((1, 100, 500, 777, 100_000)))
            case 1 | 2:
                bp = self.random.choice((WHOLE_BP, 5_000, 3_333))
                return BuyGet(self.random.choice((0, 1, 2)), some, bp)
            case 3:
                bp = self.random.choice((WHOLE_BP, 5_000, 1))
                return BuyGet(self.random.choice((1, 2)), some, bp, self.match())
            case 4 | 5:
                sizes = self.random.choices((1, 1, 2), k=self.random.randint(1, 3))
                parts = tuple(Part(self.match(), pieces) for pieces in sizes)
                return Bundle(parts, self.random.choice((0, 100, 199, 500, 1_000)))
            case 6:
                steps = tuple(Step(least, self.simple()) for least in self.random.sample((1, 2, 3, 5, 500, 1_000), 2))
                return Tiers(self.random.choice(tuple(By)), steps)
            case 7:
                return self.random.choice((DeliveryPriced(self.random.choice((0, 100, 490))), Gift("v:1", some)))
            case 8:
                days = self.random.sample((0, 1, 2, 3, 5), 2)
                return Markdown(
                    tuple(MarkdownStep(day, self.random.choice((1, 2_500, 5_000, WHOLE_BP))) for day in days)
                )
            case _:
                return self.simple()

    def condition(self, ids: list[str], depth: int) -> Condition:
        if depth and self.chance(0.4):
            return self.joined(ids, depth - 1)
        return self.of_goods() if self.chance(0.5) else self.of_facts(ids)

    def joined(self, ids: list[str], depth: int) -> Condition:
        parts = tuple(self.condition(ids, depth) for _ in range(self.random.randint(0, 3)))
        return self.random.choice((All(parts), Any(parts), Not(self.condition(ids, depth))))

    def of_goods(self) -> Condition:
        measured, reduced = self.chance(0.2), self.chance(0.5)
        least = self.random.choice((0, 1, 2, 3, 500))
        most = least + self.random.choice((0, 2, 3_000)) if self.chance(0.4) else None
        if self.chance(0.5):
            return Holds(self.match(), least, most, measured)
        return Worth(self.match(), least, most, reduced)

    def of_facts(self, ids: list[str]) -> Condition:
        codes = self.some(_CODES)
        starts, ends = self.random.choice((0, 540, 600, 1_320)), self.random.choice((0, 60, 600, 1_440))
        return self.random.choice(
            (
                Segment(codes),
                FirstOrder(),
                Channel(codes),
                Place(codes),
                Pays(codes),
                Hours(tuple(self.random.sample(range(7), 3)), starts, ends),
                Applied(self.random.choice(ids)),
                Applied(self.random.choice(ids)),
            )
        )

    def facts(self, ids: list[str]) -> Facts:
        rules = [self.random.choice((*ids, "unknown")) for _ in range(self.random.choice((0, 0, 1, 2, 4)))]
        left = {
            each: Left(
                self.random.choice((None, 0, 1, 2)), self.random.choice((None, None, 0, 50, 400)), self.chance(0.1)
            )
            for each in ids
            if self.chance(0.15)
        }
        return Facts(
            at=_NOW,
            weekday=self.random.randint(0, 6),
            minute=self.random.choice((0, 59, 60, 599, 600, 1_319, 1_439)),
            channel=self.random.choice(_CODES),
            place=self.random.choice(("", *_CODES)),
            known=self.chance(0.5),
            segments=self.some(_CODES, 0),
            first_order=self.chance(0.5),
            payment=self.random.choice(("", *_CODES)),
            coupons=tuple(Coupon(f"k{number}", rule) for number, rule in enumerate(rules)),
            left=left,
        )

    def taxes(self) -> Taxes:
        by_class = {each: self.components() for each in self.random.sample(_CLASSES, self.random.randint(0, 4))}
        treatment = self.random.choice((Treatment.CHARGED, Treatment.CHARGED, Treatment.EXEMPT, Treatment.REVERSE))
        return Taxes(self.chance(0.5), by_class, treatment, self.random.choice(("", "2026-1")))

    def components(self) -> tuple[Component, ...]:
        rates = (0, 50_000, 88_750, 99_750, 190_000, 210_000, 333_333)
        codes = self.random.sample(("vat", "state", "city"), self.random.choice((0, 1, 1, 2, 3)))
        return tuple(Component(code, self.random.choice(rates), compound=self.chance(0.3)) for code in codes)

    def rounding(self) -> Rounding:
        mode, tax = self.random.choice(tuple(RoundingMode)), self.random.choice(tuple(TaxRounding))
        return Rounding(mode, tax, self.random.choice((1, 1, 5, 10)))


def _changed(line: Line, *, key: str, quantity: int, amount: int | None, days_left: int | None) -> Line:
    return Line(
        key=key,
        article=line.article,
        quantity=quantity,
        price=line.price,
        per=line.per,
        scale=line.scale,
        amount=amount,
        tags=line.tags,
        tax_class=line.tax_class,
        protected=line.protected,
        price_version=line.price_version,
        days_left=days_left,
    )
