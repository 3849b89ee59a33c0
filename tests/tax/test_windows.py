"""How rates of one tax follow each other: no day has two, and none loses its rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.tax import rules
from oneshelf.modules.tax.errors import BadRate, BadRateWindow, RateHasEnded, RateTaken
from oneshelf.modules.tax.public import NewRate, ZoneRate
from oneshelf.modules.tax.rules import Replanning
from tests.tax.builders import stands

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days=days))


def vat(ppm: int, since: date, until: date | None = None) -> NewRate:
    """Return a rate of one tax on one class."""
    return NewRate("standard", "vat", "VAT", ppm, since, until)


GERMANY = [stands(1, vat(190_000, FIRST))]
"""Germany's standard rate, before it was lowered for half a year by § 28 UStG as of 2020."""


def changed(standing: list[ZoneRate], changes: Replanning) -> list[ZoneRate]:
    """Return what stands after some changes."""
    ends = dict(changes.ended)
    kept = [each for each in standing if each.id not in changes.removed]
    kept = [replace(each, rate=replace(each.rate, until=ends[each.id])) if each.id in ends else each for each in kept]
    return kept + [stands(100 + len(standing) + at, rate) for at, rate in enumerate(changes.added)]


def ppm_on(standing: list[ZoneRate], day: date) -> int | None:
    """Return the rate of a day; a test that finds two has found a bug."""
    found = [each.rate.ppm for each in standing if each.rate.since <= day and (each.rate.until or date.max) > day]
    assert len(found) < 2
    return found[0] if found else None


def test_a_rate_for_half_a_year_leaves_the_one_before_to_go_on() -> None:
    lowered = changed(GERMANY, rules.put_in(GERMANY, vat(160_000, date(2020, 7, 1), date(2021, 1, 1))))
    days = (date(2020, 6, 30), date(2020, 7, 1), date(2020, 12, 31), date(2021, 1, 1))
    assert [ppm_on(lowered, day) for day in days] == [190_000, 160_000, 160_000, 190_000]


def test_what_holds_already_changes_nothing() -> None:
    assert rules.put_in(GERMANY, vat(190_000, date(2026, 1, 1))) == Replanning()
    lowered = changed(GERMANY, rules.put_in(GERMANY, vat(160_000, date(2020, 7, 1), date(2021, 1, 1))))
    assert rules.put_in(lowered, vat(190_000, FIRST)) == Replanning()


def test_a_tax_that_ends_can_be_given_for_good() -> None:
    passing = [stands(1, vat(10_000, FIRST, date(2020, 3, 1)))]
    stays = changed(passing, rules.put_in(passing, vat(10_000, date(2020, 2, 1))))
    assert ppm_on(stays, date(2030, 1, 1)) == 10_000


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (vat(160_000, FIRST), RateTaken),
        (vat(160_000, date(2019, 1, 1), date(2020, 2, 1)), RateTaken),
        (vat(160_000, date(2020, 7, 1), date(2020, 7, 1)), BadRateWindow),
        (vat(-1, date(2020, 7, 1)), BadRate),
        (vat(10_000_001, date(2020, 7, 1)), BadRate),
    ],
)
def test_what_cannot_be_is_refused(new: NewRate, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules.put_in(GERMANY, new)


@given(new=st.lists(st.tuples(st.integers(0, 3), DAYS, st.none() | DAYS), max_size=8))
def test_no_day_has_two_rates_and_none_loses_its_own(new: list[tuple[int, date, date | None]]) -> None:
    standing: list[ZoneRate] = []
    for ppm, since, until in new:
        days = [FIRST + timedelta(days=at) for at in range(45)]
        before = [ppm_on(standing, day) for day in days]
        try:
            standing = changed(standing, rules.put_in(standing, vat(ppm, since, until)))
        except (RateTaken, BadRateWindow):
            continue
        after = [ppm_on(standing, day) for day in days]
        assert after[days.index(since)] == ppm
        assert all(now is not None for was, now in zip(before, after, strict=True) if was is not None)
        assert [was for day, was in zip(days, before, strict=True) if day < since] == after[: days.index(since)]


def test_a_planned_rate_is_called_off_without_a_trace_and_one_that_holds_ends_no_earlier_than_today() -> None:
    today = date(2026, 3, 1)
    planned = changed(GERMANY, rules.put_in(GERMANY, vat(200_000, date(2026, 7, 1))))
    (later,) = [each.id for each in planned if each.rate.ppm == 200_000]
    called_off = changed(planned, rules.take_out(planned, later, today, today))
    assert called_off == GERMANY
    ended = changed(GERMANY, rules.take_out(GERMANY, GERMANY[0].id, today, today))
    assert [ppm_on(ended, day) for day in (date(2026, 2, 28), today)] == [190_000, None]
    for refused in (ended, planned):
        with pytest.raises(RateHasEnded):
            rules.take_out(refused, GERMANY[0].id, date(2026, 12, 1) if refused is ended else date(2026, 2, 1), today)
