"""Golden vectors of how rules go together, and of their limits."""

from __future__ import annotations

from oneshelf.modules.pricing.types.compiled import (
    AmountEach,
    AmountOff,
    Bundle,
    BuyGet,
    Caps,
    Choice,
    Coupon,
    Gift,
    Group,
    Left,
    Match,
    Mode,
    Part,
    Percent,
    UnitPriced,
)
from tests.pricing.vectors.story import line, rule, told

_TEN = (line("a", 1_000),)
_STACK = (Group("sale", 1, Mode.STACK),)
_BASKET = (Group("sale", 1, Mode.BASKET),)

STORIES = (
    told(
        "stack",
        "20 % of 10.00, then 10 % of the 8.00 that are left: 7.20.",
        _TEN,
        (rule("b", Percent(1_000), priority=2), rule("a", Percent(2_000), priority=1)),
        groups=_STACK,
        amounts=(720,),
    ),
    told(
        "stack-in-the-other-order",
        "1.00 off, then 50 % of 9.00: 4.50. The other way round it would be 4.00.",
        _TEN,
        (rule("half", Percent(5_000), priority=2), rule("euro", AmountEach(100), priority=1)),
        groups=_STACK,
        amounts=(450,),
    ),
    told(
        "best-for-each-piece",
        "Of a (10.00) 20 % are more than 1.50; of b (5.00) 1.50 are more than 20 %.",
        (line("a", 1_000), line("b", 500)),
        (rule("percent", Percent(2_000)), rule("amount", AmountEach(150))),
        amounts=(800, 350),
    ),
    told(
        "a-set-is-left-for-something-better",
        "The pair a + b for 15.00 takes 4.00 off 19.00. Half of a alone is 5.00 off; then no pair can be made: 14.00.",
        (line("a", 1_000), line("b", 900)),
        (
            rule("pair", Bundle((Part(Match(any_of=("a",)), 1), Part(Match(any_of=("b",)), 1)), 1_500)),
            rule("half", Percent(5_000), "a"),
        ),
        amounts=(500, 900),
    ),
    told(
        "two-pairs-beat-the-greedy-one",
        "a + b together take 6.00 off and leave c and d with nothing; a + c and b + d take 4.00 off each, 8.00 in all. "
        "Each pair's 4.00 are shared by worth, evenly: 2.00 off each of four pieces at 10.00.",
        tuple(line(each, 1_000) for each in "abcd"),
        tuple(
            rule(one + other, Bundle((Part(Match(any_of=(one,)), 1), Part(Match(any_of=(other,)), 1)), price))
            for one, other, price in (("a", "b", 1_400), ("a", "c", 1_600), ("b", "d", 1_600))
        ),
        amounts=(800, 800, 800, 800),
    ),
    told(
        "one-rule-a-basket",
        "20 % of 15.00 are 3.00; 4.00 off are more, spread by worth: 2.67 and 1.33.",
        (line("a", 1_000), line("b", 500)),
        (rule("percent", Percent(2_000)), rule("amount", AmountOff(400))),
        groups=_BASKET,
        amounts=(733, 367),
    ),
    told(
        "first-rule-a-basket",
        "By priority the 20 % come first, though the 4.00 off are more.",
        (line("a", 1_000), line("b", 500)),
        (rule("percent", Percent(2_000), priority=1), rule("amount", AmountOff(400), priority=2)),
        groups=(Group("sale", 1, Mode.BASKET, Choice.PRIORITY),),
        amounts=(800, 400),
    ),
    told(
        "each-piece-in-turn",
        "By priority a gets its 10 %, and the 50 % only find b.",
        (line("a", 1_000), line("b", 1_000)),
        (rule("a", Percent(1_000), "a", priority=1), rule("all", Percent(5_000), priority=2)),
        groups=(Group("sale", 1, Mode.UNIT, Choice.PRIORITY),),
        amounts=(900, 500),
    ),
    told(
        "groups-one-after-another",
        "The first group sets 8.00 a piece, the second takes 10 % of 16.00: 14.40.",
        (line("a", 1_000, 2),),
        (rule("price", UnitPriced(800), group="prices"), rule("tenth", Percent(1_000))),
        groups=(Group("sale", 2), Group("prices", 1)),
        amounts=(1_440,),
    ),
    told(
        "exclusive-wins",
        "30 % alone are more than 20 % and 10 % of the rest (28 %).",
        _TEN,
        (rule("a", Percent(2_000)), rule("b", Percent(1_000)), rule("only", Percent(3_000), exclusive=True)),
        groups=_STACK,
        amounts=(700,),
    ),
    told(
        "exclusive-loses",
        "25 % alone are less than 20 % and 10 % of the rest (28 %).",
        _TEN,
        (rule("a", Percent(2_000)), rule("b", Percent(1_000)), rule("only", Percent(2_500), exclusive=True)),
        groups=_STACK,
        amounts=(720,),
    ),
    told(
        "tie-goes-to-the-first",
        "20 % of 10.00 and 2.00 off are the same; the rule with the lower id is told.",
        _TEN,
        (rule("b", Percent(2_000)), rule("a", AmountEach(200))),
        amounts=(800,),
    ),
    told(
        "at-most-so-many-pieces",
        "Half off three pieces of five: the dearest, 2 x 6.00 and one of 4.00. 12.00 - 6.00 and 12.00 - 2.00.",
        (line("a", 400, 3), line("b", 600, 2)),
        (rule("half", Percent(5_000), caps=Caps(pieces=3)),),
        amounts=(1_000, 600),
    ),
    told(
        "at-most-so-much-off",
        "20 % of 30.00 + 10.00 would be 8.00; at most 3.00, shared as they would have been (6 : 2): 2.25 and 0.75.",
        (line("a", 3_000), line("b", 1_000)),
        (rule("fifth", Percent(2_000), caps=Caps(off=300)),),
        amounts=(2_775, 925),
    ),
    told(
        "at-most-so-often",
        "Nine pieces would make three sets; only one piece is free.",
        (line("a", 199, 9),),
        (rule("third", BuyGet(2, 1), caps=Caps(times=1)),),
        amounts=(1_592,),
    ),
    told(
        "what-is-left-of-a-budget",
        "20 % of 30.00 are 6.00, of which the budget has 1.23.",
        (line("a", 3_000),),
        (rule("fifth", Percent(2_000)),),
        left={"fifth": Left(off=123)},
        amounts=(2_877,),
    ),
    told(
        "two-coupons-of-one-rule",
        "Two coupons of 5.00 each take 10.00 off 30.00.",
        (line("a", 3_000),),
        (rule("five", AmountOff(500), needs_coupon=True),),
        coupons=(Coupon("1", "five"), Coupon("2", "five")),
        amounts=(2_000,),
    ),
    told(
        "one-use-is-left",
        "Two coupons are handed in, but the customer may use one more: 5.00 off.",
        (line("a", 3_000),),
        (rule("five", AmountOff(500), needs_coupon=True),),
        coupons=(Coupon("1", "five"), Coupon("2", "five")),
        left={"five": Left(uses=1)},
        amounts=(2_500,),
    ),
    told(
        "only-the-coupons-it-takes",
        "Goods of 7.00 take two of three coupons of 5.00; the third is not used.",
        (line("a", 700),),
        (rule("five", AmountOff(500), needs_coupon=True),),
        coupons=(Coupon("1", "five"), Coupon("2", "five"), Coupon("3", "five")),
        amounts=(0,),
    ),
    told(
        "coupons-of-several-rules",
        "Three codes in one group of which each piece takes one: a gets 50 %, b gets 3.00 off, c is the gift.",
        (line("a", 1_000), line("b", 800), line("c", 250)),
        (
            rule("half", Percent(5_000), "a", needs_coupon=True),
            rule("three", AmountEach(300), "a", "b", needs_coupon=True),
            rule("gift", Gift("c"), needs_coupon=True),
        ),
        coupons=(Coupon("1", "half"), Coupon("2", "three"), Coupon("3", "gift")),
        amounts=(500, 500, 0),
    ),
)
