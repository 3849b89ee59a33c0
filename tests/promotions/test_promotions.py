"""Promotions are drafted, go live, are changed, paused and ended; what was in force stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.actions.go_live import end_what_is_over
from oneshelf.modules.promotions.public import Phase, Plan, Promotion, PromotionId, State, Terms
from tests.amendments.builders import somebody_waits
from tests.catalogue.builders import a_category, a_product, a_variant
from tests.markets.builders import a_channel, a_market
from tests.places.builders import a_store
from tests.promotions.builders import TENTH, a_draft, a_group, a_live_one, a_plan, any_group

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FIFTH = Terms(reward=compiled.Percent(bp=2_000))
DAY = timedelta(days=1)


@pytest.fixture
def market() -> markets.Market:
    return a_market()


class Days:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = clock.now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture(autouse=True)
def told(days: Days) -> Iterator[None]:
    with clock.told_by(days):
        yield


def said(promotion: Promotion) -> list[tuple[int, int, datetime | None, datetime | None]]:
    """Each version: its number, percentage, and when it was in force; the first one first."""
    return [
        (each.number, each.rule.reward.bp // 100, each.since, each.until)  # type: ignore[union-attr]
        for each in reversed(promotions.versions_of(promotion.id))
    ]


def told_of(promotion: Promotion) -> list[tuple[str, int]]:
    happened = outbox.history([promotion.id])
    return [(each.type.split(".")[1], each.sequence) for each in happened]


def revised(promotion: Promotion, **fields: object) -> Promotion:
    """Change a promotion as it is now."""
    known = promotions.get_promotion(promotion.id)
    return promotions.change(known.id, replace(known.plan, **fields), version=known.version, actor=SYSTEM)  # type: ignore[arg-type]


def test_a_draft_is_rewritten_in_place_and_holds_for_nobody(market: markets.Market) -> None:
    draft = a_draft(market)
    changed = revised(draft, terms=FIFTH, name="Fifth")
    assert (changed.state, changed.number, changed.version) == (State.DRAFT, 1, 2)
    assert said(draft) == [(1, 20, None, None)]
    assert told_of(draft) == [("drafted", 1), ("changed", 2)]


def test_a_promotion_holds_for_its_time_and_later_rules_follow_earlier_ones(market: markets.Market, days: Days) -> None:
    began, ends = days.now, days.now + 10 * DAY
    live = a_live_one(market, ends=ends)
    days.now += DAY
    revised(live, terms=FIFTH)
    assert said(live) == [(1, 10, began, began + DAY), (2, 20, began + DAY, ends)]
    assert told_of(live) == [("drafted", 1), ("went_live", 2), ("changed", 3)]
    assert promotions.get_promotion(live.id).phase_at(days.now) is Phase.RUNNING
    assert promotions.get_promotion(live.id).phase_at(ends) is Phase.OVER


def test_a_change_may_wait_and_a_later_one_takes_its_place(market: markets.Market, days: Days) -> None:
    began = days.now
    live = a_live_one(market)
    plan = replace(live.plan, terms=FIFTH)
    promotions.change(live.id, plan, version=2, since=began + 5 * DAY, actor=SYSTEM)
    assert said(live) == [(1, 10, began, began + 5 * DAY), (2, 20, began + 5 * DAY, None)]
    days.now += DAY
    revised(live, terms=Terms(reward=compiled.Percent(bp=3_000)))
    assert said(live) == [(1, 10, began, began + DAY), (2, 30, began + DAY, None)]


def test_another_name_brings_forward_nothing_that_waits(market: markets.Market, days: Days) -> None:
    began = days.now
    live = a_live_one(market)
    planned = replace(live.plan, terms=FIFTH)
    promotions.change(live.id, planned, version=2, since=began + 5 * DAY, actor=SYSTEM)
    days.now += DAY
    renamed = revised(live, name="Renamed", ends=began + 9 * DAY)
    assert said(live) == [
        (1, 10, began, began + DAY),
        (2, 10, began + DAY, began + 5 * DAY),
        (3, 20, began + 5 * DAY, began + 9 * DAY),
    ]
    assert (renamed.plan.terms, renamed.number) == (FIFTH, 3)
    assert [each.rule.label for each in promotions.versions_of(live.id)] == ["Renamed", "Renamed", live.plan.name]
    revised(live, limits=promotions.Limits(uses=5))
    assert len(said(live)) == 3
    revised(live, ends=began + 4 * DAY)
    assert said(live)[-1] == (3, 10, began + DAY, began + 4 * DAY)


def test_a_change_that_waits_may_come_earlier(market: markets.Market, days: Days) -> None:
    began = days.now
    live = a_live_one(market)
    plan = replace(live.plan, terms=FIFTH)
    promotions.change(live.id, plan, version=2, since=began + 5 * DAY, actor=SYSTEM)
    promotions.change(live.id, plan, version=3, since=began + 2 * DAY, actor=SYSTEM)
    assert said(live) == [(1, 10, began, began + 2 * DAY), (2, 20, began + 2 * DAY, None)]


def test_limits_and_codes_say_no_other_rule(market: markets.Market) -> None:
    live = a_live_one(market)
    changed = revised(live, code="OTHER", limits=promotions.Limits(uses=5))
    assert (changed.plan.code, changed.plan.limits.uses, changed.number) == ("OTHER", 5, 1)


def test_a_pause_cuts_what_is_in_force_and_going_live_again_is_a_version_of_its_own(
    market: markets.Market, days: Days
) -> None:
    began = days.now
    live = a_live_one(market)
    days.now += DAY
    paused = promotions.pause(live.id, actor=SYSTEM)
    assert (paused.state, said(live)) == (State.PAUSED, [(1, 10, began, began + DAY), (2, 10, None, None)])
    revised(live, terms=FIFTH)
    days.now += DAY
    promotions.go_live(live.id, actor=SYSTEM)
    assert said(live) == [(1, 10, began, began + DAY), (2, 20, began + 2 * DAY, None)]


def test_what_has_not_begun_is_paused_and_ended_without_a_trace(market: markets.Market, days: Days) -> None:
    planned = a_live_one(market, starts=days.now + DAY)
    assert planned.phase_at(days.now) is Phase.PLANNED
    promotions.pause(planned.id, actor=SYSTEM)
    assert said(planned) == [(1, 10, None, None)]
    promotions.go_live(planned.id, actor=SYSTEM)
    assert said(planned) == [(1, 10, days.now + DAY, None)]
    promotions.end(planned.id, actor=SYSTEM)
    assert said(planned) == [(1, 10, None, None)]


def test_what_ended_stays_so(market: markets.Market, days: Days) -> None:
    began = days.now
    live = a_live_one(market)
    days.now += DAY
    promotions.end(live.id, actor=SYSTEM)
    acts: list[Callable[[], object]] = [
        lambda: promotions.go_live(live.id, actor=SYSTEM),
        lambda: promotions.pause(live.id, actor=SYSTEM),
        lambda: promotions.end(live.id, actor=SYSTEM),
        lambda: revised(live, terms=FIFTH),
    ]
    for act in acts:
        with pytest.raises(WrongState):
            act()
    assert said(live) == [(1, 10, began, began + DAY)]
    assert told_of(live)[-1] == ("ended", 3)


def test_what_is_over_is_ended_by_the_hour_and_nothing_else(market: markets.Market, days: Days) -> None:
    over, goes_on = a_live_one(market, ends=days.now + DAY), a_live_one(market)
    until = days.now + DAY
    days.now += 2 * DAY
    assert [end_what_is_over(days.now), end_what_is_over(days.now)] == [1, 0]
    assert said(over)[0][3] == until
    assert promotions.get_promotion(goes_on.id).state is State.LIVE


def test_who_is_given_more_time_while_the_job_looks_goes_on(market: markets.Market, days: Days) -> None:
    live = a_live_one(market, ends=days.now + DAY)
    days.now += 2 * DAY

    def look() -> int:
        try:
            return end_what_is_over(days.now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as job:
        with transaction.atomic():
            revised(live, ends=days.now + DAY)
            ended = job.submit(look)
            while not somebody_waits():
                assert not ended.done(), "it waits for whoever plans"
        assert ended.result() == 0
    assert promotions.get_promotion(live.id).state is State.LIVE


def test_what_began_keeps_its_beginning_and_what_is_over_cannot_begin(market: markets.Market, days: Days) -> None:
    live = a_live_one(market)
    with pytest.raises(promotions.PromotionHasBegun):
        revised(live, starts=days.now + DAY)
    for ends in (days.now, days.now - DAY):
        with pytest.raises(promotions.BadPromotionWindow):
            revised(live, ends=ends)
    past = a_draft(market, starts=days.now - 2 * DAY, ends=days.now - DAY)
    with pytest.raises(promotions.BadPromotionWindow):
        promotions.go_live(past.id, actor=SYSTEM)
    assert (said(live), said(past)) == ([(1, 10, days.now, None)], [(1, 10, None, None)])


def test_two_who_change_it_at_once_are_told(market: markets.Market) -> None:
    draft = a_draft(market)
    revised(draft, terms=FIFTH)
    with pytest.raises(promotions.PromotionChanged):
        promotions.change(draft.id, draft.plan, version=draft.version, actor=SYSTEM)
    with pytest.raises(promotions.UnknownPromotion):
        promotions.change(PromotionId(new_id()), draft.plan, version=1, actor=SYSTEM)


def test_what_somebody_changed_meanwhile_is_not_let_live_paused_or_ended_unseen(market: markets.Market) -> None:
    draft = a_draft(market)
    revised(draft, terms=FIFTH)
    acts = (promotions.go_live, promotions.pause, promotions.end)
    for act in acts:
        with pytest.raises(promotions.PromotionChanged) as refused:
            act(draft.id, version=draft.version, actor=SYSTEM)
        assert refused.value.version == 2
    assert promotions.get_promotion(draft.id).state is State.DRAFT
    live = promotions.go_live(draft.id, version=2, actor=SYSTEM)
    assert promotions.end(draft.id, version=live.version, actor=SYSTEM).state is State.ENDED


def test_a_code_names_one_promotion_of_a_market(market: markets.Market) -> None:
    group = a_group(market)
    draft = a_draft(market, group=group, code="EASTER")
    other = a_draft(market, group=group)
    with pytest.raises(promotions.PromotionCodeTaken):
        a_draft(market, group=group, code="EASTER")
    with pytest.raises(promotions.PromotionCodeTaken):
        revised(other, code="EASTER")
    with pytest.raises(promotions.UnknownGroup):
        promotions.draft(market.id, a_plan(any_group()), actor=SYSTEM)
    assert [each.id for each in promotions.list_promotions(market.id, text="EAST")] == [draft.id]
    assert promotions.find_promotion(market.id, "EASTER") == draft


def test_what_holds_now_is_listed_first_and_the_newest_of_it(market: markets.Market, days: Days) -> None:
    group = a_group(market)

    def lives(starts: datetime | None = None, ends: datetime | None = None) -> PromotionId:
        return a_live_one(market, group=group, starts=starts, ends=ends).id

    ended = promotions.end(lives(), actor=SYSTEM).id
    over = lives(ends=days.now + DAY)
    paused = promotions.pause(lives(), actor=SYSTEM).id
    older, draft = lives(), a_draft(market, group=group).id
    planned, newer = lives(starts=days.now + 3 * DAY), lives(ends=days.now + 4 * DAY)
    days.now += 2 * DAY
    expected = [newer, older, planned, draft, paused, over, ended]
    assert [each.id for each in promotions.list_by_phase(market.id, days.now)] == expected
    walked: list[PromotionId] = []
    after: tuple[Phase, PromotionId] | None = None
    while page := promotions.list_by_phase(market.id, days.now, after=after, limit=2):
        walked += [each.id for each in page]
        after = (page[-1].phase_at(days.now), page[-1].id)
    assert walked == expected
    live = promotions.list_by_phase(market.id, days.now, states={State.LIVE})
    assert [each.id for each in live] == [newer, older, planned, over]
    named = promotions.get_promotion(planned).plan.name
    assert [each.id for each in promotions.list_by_phase(market.id, days.now, text=named)] == [planned]
    assert promotions.list_by_phase(market.id, days.now, states=set()) == []


def test_a_duplicate_is_a_draft_of_its_own(market: markets.Market, days: Days) -> None:
    live = a_live_one(market, FIFTH, ends=days.now + DAY)
    twin = promotions.duplicate(live.id, "TWIN", actor=SYSTEM)
    assert (twin.state, twin.plan) == (
        State.DRAFT,
        replace(live.plan, code="TWIN", starts=None, ends=None),
    )


def test_a_rule_names_what_is_there(market: markets.Market) -> None:
    web, york = a_channel(market), a_store(market)
    category = a_category()
    product = a_product(category=category, brand="Kraft")
    variant, kept = a_variant(), catalogue.open_set("easter", "Easter", actor=SYSTEM)
    group = customers.open_group("staff", "Staff", actor=SYSTEM)
    known = [f"v:{variant}", f"p:{product}", f"c:{category}", f"s:{kept}", "b:kraft"]
    when = compiled.All((compiled.Channel((web.code,)), compiled.Place((york.code,)), compiled.Segment((group.code,))))
    a_live_one(market, Terms(compiled.Percent(1), match=compiled.Match(any_of=tuple(known)), when=when))
    for tag in (f"v:{new_id()}", f"p:{new_id()}", f"c:{new_id()}", f"s:{new_id()}", "b:nobody"):
        with pytest.raises(promotions.UnknownTarget) as unknown:
            a_draft(market, Terms(compiled.Percent(1), match=compiled.Match(any_of=(*known, tag))))
        assert (unknown.value.part, unknown.value.value) == ("match", tag)
    others = (compiled.Channel, compiled.Place, compiled.Segment)
    for kind in others:
        with pytest.raises(promotions.UnknownTarget):
            a_draft(market, Terms(compiled.Percent(1), when=kind(("nowhere",))))
    with pytest.raises(promotions.UnknownTarget):
        a_draft(market, Terms(compiled.Percent(1), when=compiled.Applied("nothing")))


def waits_for(promotion: Promotion, priority: int = 100) -> Terms:
    return Terms(compiled.Percent(1), when=compiled.Applied(str(promotion.id)), priority=priority)


def test_who_waits_for_another_comes_after_it_and_never_in_a_circle(market: markets.Market) -> None:
    early, late = a_group(market, order=1), a_group(market, order=2)
    first = a_draft(market, group=late)
    second = a_draft(market, waits_for(first, 101), group=late)
    with pytest.raises(promotions.AppliedTooLate):
        a_draft(market, waits_for(first), group=early)
    with pytest.raises(promotions.AppliedTooLate):
        revised(first, terms=Terms(compiled.Percent(1), priority=102))
    with pytest.raises(promotions.CircularRules):
        revised(first, terms=waits_for(second))
    promotions.end(second.id, actor=SYSTEM)
    revised(first, terms=Terms(compiled.Percent(1), priority=102))


def test_a_group_keeps_its_ways_while_something_is_live_in_it(market: markets.Market) -> None:
    group = a_group(market, order=5)
    live = a_live_one(market, group=group)

    def change(version: int, **fields: object) -> promotions.Group:
        given = {"order": 5, "mode": group.mode, "choice": group.choice} | fields
        return promotions.change_group(group.id, "Renamed", version=version, actor=SYSTEM, **given)  # type: ignore[arg-type]

    assert change(1).name == "Renamed"
    for other in ({"order": 6}, {"mode": compiled.Mode.STACK}, {"choice": compiled.Choice.PRIORITY}):
        with pytest.raises(promotions.GroupInUse):
            change(2, **other)
    with pytest.raises(promotions.PromotionChanged):
        change(1)
    promotions.pause(live.id, actor=SYSTEM)
    assert change(2, mode=compiled.Mode.STACK).mode is compiled.Mode.STACK
    with pytest.raises(promotions.GroupCodeTaken):
        a_group(market, code=group.code)


def test_the_calendar_shows_what_has_a_moment_in_its_days(market: markets.Market, days: Days) -> None:
    group = a_group(market)

    def between(starts: int | None, ends: int | None) -> Promotion:
        times = [days.now + each * DAY if each is not None else None for each in (starts, ends)]
        return a_draft(market, group=group, starts=times[0], ends=times[1])

    inside, before, open_end = between(1, 2), between(-5, 0), between(-5, None)
    between(3, 4)
    shown, total = promotions.calendar(market.id, days.now, days.now + 3 * DAY)
    assert ([each.id for each in shown], total) == ([open_end.id, inside.id], 2)
    assert before not in shown


def test_the_calendar_shows_what_was_ended_as_long_as_it_held(market: markets.Market, days: Days) -> None:
    group, begun = a_group(market), days.now
    ended, paused = (a_live_one(market, TENTH, group=group, ends=begun + 9 * DAY) for _ in range(2))
    aside = a_draft(market, group=group, starts=begun, ends=begun + 9 * DAY)
    days.now = begun + 2 * DAY
    promotions.pause(paused.id, actor=SYSTEM)
    for each in (ended, paused, aside):
        promotions.end(each.id, actor=SYSTEM)
    shown, total = promotions.calendar(market.id, begun, begun + 9 * DAY)
    assert ({(each.id, each.plan.ends) for each in shown}, total) == ({(ended.id, days.now), (paused.id, days.now)}, 2)
    assert promotions.calendar(market.id, begun + 3 * DAY, begun + 9 * DAY) == ([], 0)


def test_a_load_of_the_past_runs_twice_and_adds_once(market: markets.Market, days: Days) -> None:
    plan: Plan = a_plan(a_group(market).id, TENTH)
    row = promotions.PromotionRow(PromotionId(new_id()), plan, days.now - 9 * DAY, days.now - DAY, ("terms",))
    added = []
    for _ in range(2):
        with transaction.atomic():
            added.append(promotions.bulk_load_promotions(market.id, [row]))
    known = promotions.get_promotion(row.id)
    assert (added, known.state, known.made_up) == ([1, 0], State.ENDED, ("terms",))
    assert said(known) == [(1, 10, row.since, row.until)]
