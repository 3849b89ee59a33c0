"""Golden vectors of when a rule holds."""

from __future__ import annotations

from oneshelf.modules.pricing.types.compiled import (
    All,
    Any,
    Applied,
    Channel,
    Condition,
    Coupon,
    FirstOrder,
    Group,
    Holds,
    Hours,
    Left,
    Match,
    Mode,
    Not,
    Pays,
    Percent,
    Place,
    Rule,
    Segment,
    Worth,
)
from tests.pricing.vectors.story import NOON, grams, line, rule, told

_TEN = (line("a", 1_000),)
_A = Match(any_of=("a",))
_STACK = (Group("sale", 1, Mode.STACK),)


def _tenth(when: Condition) -> tuple[Rule, ...]:
    return (rule("tenth", Percent(1_000), when=when),)


STORIES = (
    told(
        "holds-enough",
        "2 + 1 pieces of a in two lines are the three that are wanted: 10 % off 30.00 and off 1.00.",
        (line("a", 1_000, 2), line("a", 1_000, 1, key="more"), line("b", 100)),
        _tenth(Holds(_A, 3)),
        amounts=(2_700, 90),
    ),
    told(
        "holds-too-few",
        "Two of three pieces: nothing off, and one is missing.",
        (line("a", 1_000, 2),),
        _tenth(Holds(_A, 3)),
        amounts=(2_000,),
    ),
    told(
        "holds-too-many",
        "Four pieces are more than three at most.",
        (line("a", 1_000, 4),),
        _tenth(Holds(_A, 1, 3)),
        amounts=(4_000,),
    ),
    told(
        "holds-by-weight",
        "1,200 g of at least 1,000: 10 % of 12.00 off. By the piece it would hold none.",
        (grams("a", 1_000, 1_200),),
        (*_tenth(Holds(_A, 1_000, measured=True)), rule("none", Percent(9_000), when=Holds(_A, 1))),
        amounts=(1_080,),
    ),
    told(
        "worth-as-listed",
        "Goods listed at 10.00 stay worth 10.00 to the second rule, after the first took half: 10.00 - 5.00 - 0.50.",
        _TEN,
        (rule("1", Percent(5_000)), rule("2", Percent(1_000), when=Worth(_A, 1_000))),
        groups=_STACK,
        amounts=(450,),
    ),
    told(
        "worth-as-reduced",
        "Reduced to 5.00 the goods are not worth 10.00 any more: only half off.",
        _TEN,
        (rule("1", Percent(5_000)), rule("2", Percent(1_000), when=Worth(_A, 1_000, reduced=True))),
        groups=_STACK,
        amounts=(500,),
    ),
    told(
        "buyer-is-known",
        "A known buyer of the group staff who orders for the first time has both tenths off, one after the other: "
        "10.00 - 1.00 = 9.00, - 0.90 = 8.10.",
        _TEN,
        (rule("1", Percent(1_000), when=Segment(("staff",))), rule("2", Percent(1_000), when=FirstOrder())),
        groups=_STACK,
        known=True,
        segments=("staff",),
        first_order=True,
        amounts=(810,),
    ),
    told(
        "buyer-is-nobody",
        "Whoever is not known is in no group and has no first order.",
        _TEN,
        (rule("1", Percent(1_000), when=Segment(("staff",))), rule("2", Percent(1_000), when=FirstOrder())),
        groups=_STACK,
        segments=("staff",),
        first_order=True,
        amounts=(1_000,),
    ),
    told(
        "where-and-how",
        "Channel, place and payment fit: 10 % off. Another channel would not.",
        _TEN,
        (
            *_tenth(All((Channel(("till",)), Place(("north", "south")), Pays(("cash",))))),
            rule("web", Percent(9_000), when=Channel(("web",))),
        ),
        channel="till",
        place="north",
        payment="cash",
        amounts=(900,),
    ),
    told(
        "happy-hour",
        "Friday 17:59 is within 16:00 to 18:00.",
        _TEN,
        _tenth(Hours((4,), 960, 1_080)),
        weekday=4,
        minute=1_079,
        amounts=(900,),
    ),
    told(
        "happy-hour-is-over",
        "At 18:00 it is over: the end is not within.",
        _TEN,
        _tenth(Hours((4,), 960, 1_080)),
        weekday=4,
        minute=1_080,
        amounts=(1_000,),
    ),
    told(
        "past-midnight",
        "Saturday 01:00 belongs to the night that began on Friday at 22:00 and ends at 02:00.",
        _TEN,
        _tenth(Hours((4,), 1_320, 120)),
        weekday=5,
        minute=60,
        amounts=(900,),
    ),
    told(
        "any-and-not",
        "The first part fails, the second holds; and there is no b.",
        _TEN,
        _tenth(All((Any((Channel(("web",)), Holds(_A, 1))), Not(Holds(Match(any_of=("b",)), 1))))),
        amounts=(900,),
    ),
    told(
        "only-after-another",
        "The second rule wants the first, which applied; the third wants its absence. 10.00 - 1.00 - 4.50.",
        _TEN,
        (
            rule("1", Percent(1_000)),
            rule("2", Percent(5_000), when=Applied("1")),
            rule("3", Percent(9_000), when=Not(Applied("1"))),
        ),
        groups=_STACK,
        amounts=(450,),
    ),
    told(
        "from-and-until",
        "One rule begins this second, so it holds; one ends this second, so it does not; one begins the next second.",
        _TEN,
        (
            rule("now", Percent(1_000), starts=NOON, ends=NOON + 1),
            rule("over", Percent(9_000), ends=NOON),
            rule("soon", Percent(9_000), starts=NOON + 1),
        ),
        amounts=(900,),
    ),
    told(
        "used-up",
        "No use is left of the one, no money of the other.",
        _TEN,
        (rule("uses", Percent(1_000)), rule("money", Percent(2_000))),
        left={"uses": Left(uses=0), "money": Left(off=0)},
        amounts=(1_000,),
    ),
    told(
        "limited-for-each-and-nobody-known",
        "Uses are left, but each customer has their own, and nobody knows who buys; the next one is used up as well.",
        _TEN,
        (rule("each", Percent(1_000)), rule("spent", Percent(2_000))),
        left={"each": Left(uses=0, to_unknown=True), "spent": Left(uses=0)},
        amounts=(1_000,),
    ),
    told(
        "a-closed-group-is-left-out",
        "Who is not in a group that is closed cannot be told: nobody gets what is for them, a stranger neither.",
        _TEN,
        (rule("others", Percent(1_000), when=Not(Segment(("club",))), not_in_closed=True),),
        amounts=(1_000,),
    ),
    told(
        "coupon-is-missing",
        "A rule that needs a coupon takes nothing off without one.",
        _TEN,
        (rule("code", Percent(1_000), needs_coupon=True),),
        amounts=(1_000,),
    ),
    told(
        "coupon-is-handed-in",
        "With its coupon it takes 10 % off; a second coupon of the same rule adds nothing and is not used.",
        _TEN,
        (rule("code", Percent(1_000), needs_coupon=True),),
        coupons=(Coupon("second", "code"), Coupon("first", "code")),
        amounts=(900,),
    ),
    told(
        "coupon-of-nothing",
        "A coupon of a rule that is not in force is spoken of and does nothing.",
        _TEN,
        coupons=(Coupon("old", "last-year"),),
        amounts=(1_000,),
    ),
)
