"""An assortment, and promotions on it as a large grocer runs them, for the bench of pricing."""

from __future__ import annotations

import random

from oneshelf.modules.pricing.public import compiled

ARTICLES, CATEGORIES, BRANDS = 200_000, 2_000, 4_000
"""How large the assortment is: with 10,000 promotions a quarter of what people buy is on offer."""

NOW = 1_000_000
"""When baskets are priced; all promotions are live then."""

GROUPS = (compiled.Group("offers", 10), compiled.Group("basket", 20, compiled.Mode.BASKET))


class Assortment:
    """Draws articles, baskets and promotions. Articles are in a category and of a brand, by their number."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def basket(self, lines: int) -> compiled.Basket:
        """Return a basket of so many different articles, most of them one piece."""
        numbers = self._draw.sample(range(ARTICLES), lines)
        facts = compiled.Facts(
            NOW, weekday=4, minute=600, channel="till", place="s1", known=True, segments=("segment-7",)
        )
        taxes = compiled.Taxes(by_class={"standard": (compiled.Component("VAT", 200_000),)})
        return compiled.Basket("EUR", tuple(self._line(number) for number in numbers), facts, taxes=taxes)

    def _line(self, number: int) -> compiled.Line:
        tags = (
            f"v:{number}",
            f"p:{number // 2}",
            f"c:{number % CATEGORIES}",
            f"c:all-{number % 20}",
            f"b:{number % BRANDS}",
        )
        quantity = self._draw.choice((1, 1, 1, 2, 3))
        return compiled.Line(str(number), str(number), quantity, self._draw.randint(49, 1999), tags=tags)

    def rule(self, number: int) -> compiled.Rule:
        """Return live promotion `number`.

        Half are on a few articles, the others on a brand, a category, sets, bundles, or (2 %, by coupon) whole baskets.
        40 % are for everybody, 35 % need a coupon, 15 % hold at one of 300 stores, 10 % for one of 50 segments.
        """
        (kind,) = self._draw.choices(("articles", "brand", "category", "set", "bundle"), (51, 16, 10, 15, 8))
        match kind:
            case "articles":
                of = self._tags("v", ARTICLES, 5)
                return self._rule(number, compiled.Percent(self._draw.choice((1_000, 2_500, 5_000))), of)
            case "brand":
                return self._rule(number, compiled.Percent(1_500), self._tags("b", BRANDS, 1))
            case "category":
                steps = (compiled.Step(2, compiled.Percent(500)), compiled.Step(4, compiled.Percent(1_200)))
                return self._rule(number, compiled.Tiers(compiled.By.PIECES, steps), self._tags("c", CATEGORIES, 1))
            case "set":
                return self._rule(number, compiled.BuyGet(self._draw.choice((1, 2)), 1), self._tags("v", ARTICLES, 8))
            case _:
                parts = tuple(compiled.Part(self._tags("v", ARTICLES, 3), 1) for _ in range(2))
                return self._rule(number, compiled.Bundle(parts, 500), compiled.EVERYTHING)

    def _tags(self, kind: str, of: int, count: int) -> compiled.Match:
        return compiled.Match(tuple(f"{kind}:{self._draw.randrange(of)}" for _ in range(count)))

    def _rule(self, number: int, reward: compiled.Reward, match: compiled.Match) -> compiled.Rule:
        (audience,) = self._draw.choices(("all", "coupon", "store", "segment"), (40, 35, 15, 10))
        when: compiled.Condition | None = None
        if audience == "store":
            when = compiled.Place((f"s{self._draw.randrange(300)}",))
        elif audience == "segment":
            when = compiled.Segment((f"segment-{self._draw.randrange(50)}",))
        whole = number % 50 == 0
        return compiled.Rule(
            f"r{number:05d}",
            1,
            f"Promotion {number}",
            compiled.AmountOff(500) if whole else reward,
            "basket" if whole else "offers",
            match=compiled.EVERYTHING if whole else match,
            when=compiled.Worth(compiled.EVERYTHING, 5_000) if whole else when,
            needs_coupon=audience == "coupon" or whole,
        )
