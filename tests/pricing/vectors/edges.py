"""Golden vectors at the edges: odd currencies, odd goods, huge and refused baskets."""

from __future__ import annotations

from oneshelf.modules.pricing.types.compiled import (
    AmountOff,
    BuyGet,
    Component,
    Coupon,
    Left,
    Match,
    Percent,
    Rounding,
    RoundingMode,
    Taxes,
    TaxRounding,
    Treatment,
    UnitPriced,
)
from tests.pricing.vectors.story import grams, line, rule, told

_TENTH = (rule("tenth", Percent(1_000)),)

STORIES = (
    told(
        "yen",
        "A currency without minor units: 15 % of 333 yen are 49.95, so 50. 10 % tax held in 283: 25.73, so 26.",
        (line("a", 333),),
        (rule("some", Percent(1_500)),),
        taxes=Taxes(by_class={"standard": (Component("shouhizei", 100_000),)}),
        currency="JPY",
        amounts=(283,),
        tax=26,
    ),
    told(
        "dinar",
        "A currency of thousandths: 5 % of 12.345 are 0.61725, so 0.617. 12.345 - 0.617 = 11.728.",
        (line("a", 12_345),),
        (rule("some", Percent(500)),),
        currency="KWD",
        amounts=(11_728,),
    ),
    told(
        "labelled-portions",
        "Two portions are labelled 1.05 and 9.95: they keep lines of their own, and 10 % are 0.105 and 0.995: 0.11 and "
        "1.00 off.",
        (grams("ham", 1_990, 53, amount=105, key="1"), grams("ham", 1_990, 500, amount=995, key="2")),
        _TENTH,
        amounts=(94, 895),
    ),
    told(
        "two-packages-and-as-much-loose",
        "Two packages of 333 g at 9.99 a kilogram: 3.327, so 3.33 each by their labels, 6.66. Loose weights are added "
        "up: 666 g are 6.65334, so 6.65.",
        (
            grams("ham", 999, 333, amount=333, key="1"),
            grams("ham", 999, 333, amount=333, key="2"),
            grams("ham", 999, 333, key="3"),
            grams("ham", 999, 333, key="4"),
        ),
        amounts=(665, 333, 333),
    ),
    told(
        "a-portion-is-a-piece-and-a-weight-is-none",
        "Third free, of two portions (3.00, 2.00), a piece (4.00) and 500 g loose (2.00): the portion at 2.00 is free.",
        (
            grams("ham", 1_000, 300, amount=300, key="1"),
            grams("ham", 1_000, 200, amount=200, key="2"),
            grams("loose", 400, 500),
            line("tin", 400),
        ),
        (rule("third", BuyGet(2, 1)),),
        amounts=(0, 300, 200, 400),
    ),
    told(
        "lines-in-pieces",
        "Seven pieces of one article in three lines are one line: 10 % of 2.31 are 0.231, so 0.23.",
        (line("a", 33, 4, key="2"), line("a", 33, 1, key="10"), line("a", 33, 2, key="1")),
        _TENTH,
        amounts=(208,),
    ),
    told(
        "one-article-at-two-prices",
        "They stay two lines, in the order of their prices.",
        (line("a", 500, key="1"), line("a", 300, key="2")),
        _TENTH,
        amounts=(270, 450),
    ),
    told(
        "protected",
        "A gift card is neither reduced nor counted: one pair of two is not made with it, and 10 % find only a.",
        (line("a", 1_000), line("card", 5_000, protected=True)),
        (*_TENTH, rule("pair", BuyGet(1, 1))),
        amounts=(900, 5_000),
    ),
    told(
        "a-thousand-million-pieces",
        "10^9 pieces at 0.03 are 30,000,000.00; every third is free: 333,333,333 pieces, 9,999,999.99 off.",
        (line("a", 3, 10**9),),
        (rule("third", BuyGet(2, 1)),),
        amounts=(2_000_000_001,),
    ),
    told(
        "beyond-what-a-float-multiplies",
        "33.33 % of 9,007,199,254,740 are 3,002,099,511,604.842, so ...605; the product of the two is beyond 2^53.",
        (line("a", 900_719_925_474, 10),),
        (rule("third", Percent(3_333)),),
        amounts=(6_005_099_743_135,),
    ),
    told(
        "spread-beyond-what-a-float-multiplies",
        "9 x 10^11 over 10^12, 10^12 and 2 x 10^12: a quarter, a quarter and a half.",
        (line("a", 10**12), line("b", 10**12), line("c", 10**12, 2)),
        (rule("much", AmountOff(9 * 10**11)),),
        amounts=(775_000_000_000, 775_000_000_000, 1_550_000_000_000),
    ),
    told(
        "tax-beyond-what-a-float-multiplies",
        "Of 4 x 10^15 that hold 10 % and 20 % on top of them: 0.32 / 1.32 of it, 969,696,969,696,969.7, so ...970.",
        (line("a", 10**12, 4_000),),
        taxes=Taxes(by_class={"standard": (Component("one", 100_000), Component("two", 200_000, compound=True))}),
        amounts=(4 * 10**15,),
        tax=969_696_969_696_970,
    ),
    told(
        "more-than-can-be-tried-for-nothing",
        "With each of 10,000 pieces comes an a, which costs nothing anyway: nothing is off, though not all is tried.",
        (line("a", 0, 5_000), line("b", 100, 5_000)),
        (rule("more", BuyGet(1, 1, gets=Match(any_of=("a",))), "a", "b"),),
        amounts=(0, 500_000),
    ),
    told(
        "more-than-can-be-tried",
        "With each piece comes an a at half price: 2,000 b bring 2,000 a, 0.25 off each, 500.00 in all. The search "
        "gives up at its limit, and what it hands out then is the best there is.",
        (line("a", 50, 2_000), line("b", 100, 2_000)),
        (rule("more", BuyGet(1, 1, 5_000, Match(any_of=("a",))), "a", "b"),),
        amounts=(50_000, 200_000),
    ),
    told(
        "nothing",
        "An empty basket comes to nothing.",
        (),
        _TENTH,
        amounts=(),
    ),
    told(
        "names-that-mean-something-elsewhere",
        "Ids are only names: numbers do not sort as numbers, and letters beyond the first plane come after all others.",
        (line("a", 1_000, tags=("__proto__", "toString")),),
        (
            rule("\U0001f9c0", Percent(100), "toString"),
            rule("\uffee", Percent(200), "__proto__"),
            rule("10", Percent(300)),
            rule("9", Percent(300)),
            rule("constructor", Percent(100), match=Match(none_of=("valueOf",))),
        ),
        coupons=(Coupon("\U0001f9c0", "9"), Coupon("\uffee", "9")),
        left={"10": Left(), "9": Left(uses=3), "__proto__": Left(off=1)},
        amounts=(970,),
    ),
    told(
        "words-in-every-script",
        "What is written on the receipt is sealed as it is.",
        (line("Käse \U0001f9c0", 1_000, key='"1"\\'),),
        (rule("tab\tand\x01and\u2028", UnitPriced(900)),),
        amounts=(900,),
    ),
    told(
        "everything-as-by-default-but-said",
        "A rounding that is the usual one changes neither the answer nor the proof.",
        (line("a", 1_000, tax_class="".join(("stan", "dard"))),),
        rounding=Rounding(RoundingMode.HALF_AWAY, TaxRounding.DOCUMENT, 1),
        taxes=Taxes(True, {}, Treatment.CHARGED, ""),
        amounts=(1_000,),
    ),
    told("no-quantity", "Nothing is sold zero times.", (line("a", 1_000, 0),), amounts=None),
    told("below-nothing", "No price is below nothing.", (line("a", -1),), amounts=None),
    told("per-nothing", "No price is for nothing.", (line("a", 100, per=0),), amounts=None),
    told(
        "too-much-to-count",
        "10^12 x 10^9 is more than every runtime can count.",
        (line("a", 10**12, 10**9),),
        amounts=None,
    ),
)
