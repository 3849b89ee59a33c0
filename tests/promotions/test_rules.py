"""What a rule may say, and which promotions may wait for which: decided without a database."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.errors import AppliedTooLate, BadPromotionWindow, BadRule, CircularRules
from oneshelf.modules.promotions.rules import MACHINE, Standing, check_order, check_window, compile_rule, terms_of
from oneshelf.modules.promotions.rules.sanity import check_plan, check_terms
from oneshelf.modules.promotions.types import Group, GroupId, Limits, Plan, PromotionId, State, Terms
from tests.promotions.builders import TENTH, at

Match = compiled.Match
CHEESE = Match(any_of=("c:019abcde-0000-7000-8000-000000000001",))
GROUP = GroupId(UUID(int=1))
PLAN = Plan("EASTER", "Easter", GROUP, TENTH)
EMPTY = Match(any_of=("x:1",))


def terms(reward: compiled.Reward, when: compiled.Condition | None = None, **fields: object) -> Terms:
    return Terms(reward=reward, when=when, **fields)  # type: ignore[arg-type]


def tenth(when: compiled.Condition) -> Terms:
    return terms(compiled.Percent(1_000), when)


GOOD = [
    TENTH,
    terms(compiled.AmountEach(50), compiled.Holds(CHEESE, 2), match=CHEESE),
    terms(compiled.UnitPriced(0), match=CHEESE),
    terms(compiled.AmountOff(500), compiled.Worth(CHEESE, 5_000)),
    terms(compiled.BuyGet(2, 1), match=CHEESE),
    terms(compiled.BuyGet(1, 1, 5_000, gets=CHEESE), caps=compiled.Caps(times=3)),
    terms(compiled.Bundle((compiled.Part(CHEESE, 1), compiled.Part(compiled.EVERYTHING, 2)), 999)),
    terms(
        compiled.Tiers(
            compiled.By.PIECES, (compiled.Step(3, compiled.Percent(500)), compiled.Step(6, compiled.Percent(900)))
        )
    ),
    terms(compiled.Markdown((compiled.MarkdownStep(3, 2_500), compiled.MarkdownStep(0, 10_000)))),
    terms(compiled.DeliveryPriced(0), compiled.Any((compiled.FirstOrder(), compiled.Segment(("staff",))))),
    terms(compiled.Gift("v:019abcde-0000-7000-8000-000000000001")),
    tenth(compiled.Not(compiled.Hours((4, 5), 1_320, 120))),
    tenth(compiled.All((compiled.Channel(("web",)), compiled.Place(("york",)), compiled.Pays(("cash",))))),
    terms(compiled.Percent(10_000), match=Match(any_of=("b:kraft & co",), none_of=CHEESE.any_of)),
]

BAD = [
    ("reward.bp", "0", terms(compiled.Percent(0))),
    ("reward.bp", "10001", terms(compiled.Percent(10_001))),
    ("reward.minor", "-5", terms(compiled.AmountEach(-5))),
    ("reward.minor", "0", terms(compiled.AmountOff(0))),
    ("reward.minor", "-1", terms(compiled.UnitPriced(-1))),
    ("reward.per", "0", terms(compiled.UnitPriced(5, 0))),
    ("reward.minor", "1000000000001", terms(compiled.AmountOff(10**12 + 1))),
    ("reward.get", "0", terms(compiled.BuyGet(1, 0))),
    ("reward.buy", "0", terms(compiled.BuyGet(0, 1))),
    ("reward.gets", "x:1", terms(compiled.BuyGet(1, 1, gets=EMPTY))),
    ("reward.parts", "0", terms(compiled.Bundle((), 5))),
    ("reward.parts[0].pieces", "0", terms(compiled.Bundle((compiled.Part(CHEESE, 0),), 5))),
    ("reward.parts[0].match", "x:1", terms(compiled.Bundle((compiled.Part(EMPTY, 1),), 5))),
    ("reward.steps", "0", terms(compiled.Tiers(compiled.By.PIECES, ()))),
    (
        "reward.steps[1].least",
        "3",
        terms(
            compiled.Tiers(
                compiled.By.VALUE, (compiled.Step(3, compiled.Percent(1)), compiled.Step(3, compiled.Percent(2)))
            )
        ),
    ),
    (
        "reward.steps[0].reward.bp",
        "0",
        terms(compiled.Tiers(compiled.By.VALUE, (compiled.Step(3, compiled.Percent(0)),))),
    ),
    ("reward.steps", "0", terms(compiled.Markdown(()))),
    ("reward.steps[0].days", "366", terms(compiled.Markdown((compiled.MarkdownStep(366, 1),)))),
    ("reward.steps[0].days", "-1", terms(compiled.Markdown((compiled.MarkdownStep(-1, 1),)))),
    (
        "reward.steps[1].days",
        "3",
        terms(compiled.Markdown((compiled.MarkdownStep(3, 1), compiled.MarkdownStep(3, 2)))),
    ),
    (
        "reward.steps[1].bp",
        "2500",
        terms(compiled.Markdown((compiled.MarkdownStep(3, 2_500), compiled.MarkdownStep(1, 2_500)))),
    ),
    ("reward.minor", "-1", terms(compiled.DeliveryPriced(-1))),
    ("reward.article", "c:1", terms(compiled.Gift("c:1"))),
    ("reward.article", "v:1", terms(compiled.Gift("v:1"))),
    ("reward.pieces", "0", terms(compiled.Gift("v:019abcde-0000-7000-8000-000000000001", 0))),
    ("match", "x:1", terms(compiled.Percent(1), match=EMPTY)),
    ("match", "b: x", terms(compiled.Percent(1), match=Match(none_of=("b: x",)))),
    ("match", "1001", terms(compiled.Percent(1), match=Match(any_of=tuple(f"b:{n}" for n in range(1_001))))),
    ("caps.off", "0", terms(compiled.Percent(1), caps=compiled.Caps(off=0))),
    ("priority", "-1", terms(compiled.Percent(1), priority=-1)),
    ("when.of", "", tenth(compiled.All(()))),
    ("when.most", "1", tenth(compiled.Holds(CHEESE, 2, 1))),
    ("when.least", "-2", tenth(compiled.Worth(CHEESE, -2))),
    ("when", "x:1", tenth(compiled.Not(compiled.Holds(EMPTY, 2)))),
    ("when.any_of", "", tenth(compiled.Channel(()))),
    ("when.any_of", "york, york", tenth(compiled.Place(("york", "york")))),
    ("when.any_of", " ", tenth(compiled.Segment((" ",)))),
    ("when.days", "", tenth(compiled.Hours((), 0, 60))),
    ("when.days", "7", tenth(compiled.Hours((7,), 0, 60))),
    ("when.starts", "1440", tenth(compiled.Hours((0,), 1_440, 60))),
    ("when.ends", "1441", tenth(compiled.Hours((0,), 0, 1_441))),
]


@pytest.mark.parametrize("said", GOOD)
def test_every_kind_of_rule_can_be_said_and_read_again(said: Terms) -> None:
    check_terms(said)
    rule = compile_rule(PromotionId(UUID(int=7)), 3, replace(PLAN, terms=said), a_group(), "pl")
    read = msgspec.json.decode(msgspec.json.encode(rule), type=compiled.Rule)
    assert read == rule
    assert (read.version, read.label, read.group, terms_of(read)) == (3, "Easter", "main", said)


@pytest.mark.parametrize(("part", "value", "said"), BAD)
def test_what_makes_no_sense_is_refused_with_its_part_and_value(part: str, value: str, said: Terms) -> None:
    with pytest.raises(BadRule) as refused:
        check_terms(said)
    assert (refused.value.part, refused.value.value) == (part, value)


def test_conditions_have_an_end() -> None:
    deep: compiled.Condition = compiled.FirstOrder()
    for _ in range(8):
        deep = compiled.Not(deep)
    wide = compiled.All(tuple(compiled.FirstOrder() for _ in range(50)))
    for endless in (deep, wide):
        with pytest.raises(BadRule, match="rule_conditions"):
            check_terms(tenth(endless))


@pytest.mark.parametrize(
    ("part", "plan"),
    [
        ("code", replace(PLAN, code="")),
        ("code", replace(PLAN, code="with space")),
        ("code", replace(PLAN, code="x" * 41)),
        ("name", replace(PLAN, name=" ")),
        ("names.pl", replace(PLAN, names={"pl": "x" * 101})),
        ("limits.uses", replace(PLAN, limits=Limits(uses=0))),
        ("limits.off", replace(PLAN, limits=Limits(off=-1))),
    ],
)
def test_a_plan_has_a_code_names_and_limits_that_let_somebody_have_something(part: str, plan: Plan) -> None:
    with pytest.raises(BadRule) as refused:
        check_plan(plan)
    assert refused.value.part == part


def test_shoppers_read_the_name_in_their_language_and_the_staff_s_where_there_is_none() -> None:
    named = replace(PLAN, names={"pl": "Wielkanoc"})
    assert [named.name_in(language) for language in ("pl", "en")] == ["Wielkanoc", "Easter"]


def test_an_end_comes_after_its_beginning() -> None:
    check_window(None, at("03-10 00:00"))
    check_window(at("03-10 00:00"), None)
    check_window(at("03-10 00:00"), at("03-10 00:01"))
    for ends in ("03-10 00:00", "03-09 23:59"):
        with pytest.raises(BadPromotionWindow):
            check_window(at("03-10 00:00"), at(ends))


def test_what_ended_stays_ended_and_a_draft_is_never_paused() -> None:
    assert MACHINE.final == {State.ENDED}
    assert not MACHINE.may(State.DRAFT, State.PAUSED)


def a_group(order: int = 1, code: str = "main") -> Group:
    return Group(GROUP, MarketId(UUID(int=2)), code, "Main", order, compiled.Mode.UNIT, compiled.Choice.BEST, 1)


def standings(**waits: str) -> dict[str, Standing]:
    """Promotions a, b, c ... in the order of their letters, each with those it waits for."""
    return {key: Standing(key.upper(), (1, "main", ord(key)), frozenset(named)) for key, named in waits.items()}


def test_who_waits_is_applied_after_whom_it_waits_for() -> None:
    check_order(standings(a="", b="a", c="ab"), "b")
    with pytest.raises(AppliedTooLate) as late:
        check_order(standings(a="b", b=""), "a")
    assert late.value.promotion == "B"
    with pytest.raises(AppliedTooLate) as late:
        check_order(standings(a="b", b=""), "b")
    assert late.value.promotion == "A"


def test_nobody_waits_in_a_circle() -> None:
    for changed in "abc":
        with pytest.raises(CircularRules):
            check_order(standings(a="c", b="a", c="b", d=""), changed)
    with pytest.raises(CircularRules) as circle:
        check_order(standings(a="a"), "a")
    assert circle.value.promotions == "A → A"


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sets(st.sampled_from("abcdefg"))), st.sampled_from("abcdefg"))
def test_what_is_accepted_has_no_circle_through_it(waits: dict[str, set[str]], changed: str) -> None:
    known = standings(**{key: "".join(sorted(waits.get(key, set()))) for key in "abcdefg"})
    try:
        check_order(known, changed)
    except (CircularRules, AppliedTooLate):
        return
    reached, ahead = set(), {changed}
    while ahead:
        reached |= ahead
        ahead = {named for each in ahead for named in known[each].named}
        assert changed not in ahead
        ahead -= reached
