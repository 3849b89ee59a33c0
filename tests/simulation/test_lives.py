"""A chain lives through two hundred days, and the books agree after each; what is planted in it is found."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from oneshelf.kernel.money import Money
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.actions import bring_in
from oneshelf.modules.orders import listeners as order_listeners
from oneshelf.modules.orders.actions import collect as collecting
from oneshelf.surfaces.console.simulate.chain import CURRENCY
from oneshelf.surfaces.console.simulate.life import Life, Step
from oneshelf.surfaces.console.simulate.shrinking import Finding, live, shortest

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

SEED = int(os.environ.get("ONESHELF_TEST_SEED", "1"))
LIVES, DAYS = 8, 25


@pytest.mark.parametrize("number", range(LIVES))
def test_books_and_audit_agree_after_every_day(number: int) -> None:
    found = live(Life(SEED + number), DAYS)
    assert found is None, str(found)


def test_a_seed_lives_the_same_life_again() -> None:
    first, again = Life(77), Life(77)
    assert live(first, 3) is None
    assert live(again, 3) is None
    assert first.told == again.told


def test_a_line_that_frees_too_little_is_found_and_led_to_by_few_steps() -> None:
    """A kit is given back beside its own component: the fault shows only there."""
    with planted("inventory_free", "sum(quantity)::bigint AS quantity", "max(quantity)::bigint AS quantity"):
        left_out, day = found_again(4, "(on hand, reserved)")
    assert live(Life(4, trouble=0, left_out=left_out), day) is None


def test_an_event_that_is_lost_is_found_and_led_to_by_few_steps() -> None:
    with losing("orders.order_cancelled.v1"):
        left_out, day = found_again(3, "is cancelled, and its money is still held")
    assert live(Life(3, trouble=0, left_out=left_out), day) is None


@pytest.mark.parametrize(
    ("function", "right", "wrong", "seed"),
    [
        ("inventory_promise", "reserved - v_key.withheld >= v_key.quantity", "reserved >= v_key.quantity", 11),
        ("inventory_part_with", "p_withheld = 0", "true", 11),
        ("inventory_free", "owner_kind = p_owner_kind", "owner_kind = p_owner_kind AND p_owner_kind <> 'cart'", 9),
        ("inventory_take", "on_hand - reserved - fenced >= p_quantity", "on_hand - reserved >= p_quantity", 11),
        ("inventory_carry_units", "reserved = level.reserved + v_key.quantity", "reserved = level.reserved", 2),
        ("lots_take", "ORDER BY lot.expires_on NULLS", "ORDER BY lot.expires_on DESC NULLS", 3),
    ],
    ids=[
        "a rule that orders pass",
        "a rule that tills pass",
        "a cart that goes on holding what it bought",
        "a fence that others climb",
        "goods that are brought and promised to somebody else on the way",
        "batches that are good for longest going first",
    ],
)
def test_rules_holds_and_batches_that_fail_are_found(function: str, right: str, wrong: str, seed: int) -> None:
    with planted(function, right, wrong):
        assert_found_from(seed, "")


def test_work_that_is_taken_away_from_a_late_place_and_given_to_nobody_is_found() -> None:
    """The parcel ends, as one that a place rejects does; that it is to be sent from elsewhere gets lost."""
    with losing("fulfilment.rejected.v1", because="missed_clock"):
        assert_found_from(SEED, "units are missing, and nobody sends them or is asked")


def test_goods_that_get_lost_on_the_way_and_that_nobody_hears_of_are_found() -> None:
    with losing("fulfilment.rejected.v1", because=fulfilment.Reason.LOST.value):
        assert_found_from(SEED, "units are missing, and nobody sends them or is asked")


def test_a_till_that_asks_money_for_what_was_not_found_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "due_for", lambda order, sent: order.due if order.terms else Money.zero(CURRENCY))
    assert_found_from(SEED, "due_changed")


def test_goods_that_come_in_and_are_given_to_the_newest_promise_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring_in, "awaiting", lambda places: list(reversed(fulfilment.awaiting(places))))
    left_out, day = found_again(1, "was promised before")
    monkeypatch.undo()
    assert live(Life(1, trouble=0, left_out=left_out), day) is None


def test_a_card_that_is_not_charged_for_what_is_taken_along_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of such a sale is still to come; what is sold whole is charged as ever."""
    monkeypatch.setattr(order_listeners, "_taken_along", lambda record: None)
    left_out, day = found_again(2, "(taken, given back)")
    monkeypatch.undo()
    assert live(Life(2, trouble=0, left_out=left_out), day) is None


def assert_found_from(seed: int, saying: str) -> None:
    """Live until something goes wrong, from a seed on that comes to it early; what goes wrong must say so."""
    found = next(filter(None, (live(Life(seed + number, trouble=0), DAYS) for number in range(LIVES))), None)
    assert found is not None, "nobody noticed, in any life"
    assert any(saying in each for each in found.wrong), found


def found_again(seed: int, saying: str) -> tuple[set[Step], int]:
    """Find what is planted in a life that comes to it early, lead to it by fewer steps, and by those again.

    Returns what those leave out, and the day.
    """
    found = live(Life(seed, trouble=0), DAYS)
    assert found is not None, "nobody noticed"
    short = shortest(found, enough=len(found.steps) * 4 // 5)
    print(short)  # noqa: T201  # shown when the test fails
    assert len(short.steps) < len(found.steps)
    left_out = {step for step, _ in found.steps} - {step for step, _ in short.steps}
    again = live(Life(seed, trouble=0, left_out=left_out), short.day)
    assert again is not None
    assert any(saying in each for each in again.wrong), again
    assert said(again) == said(short)
    return left_out, short.day


def said(found: Finding) -> list[str]:
    """What went wrong, without the numbers of orders, which are drawn from no seed."""
    return [re.sub(r"\b[0-9A-Z]{8}\b", "", each) for each in found.wrong]


@contextmanager
def planted(function: str, right: str, wrong: str) -> Iterator[None]:
    """Exchange a piece of an SQL function for something wrong, as long as the block runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        (text,) = cursor.fetchone()
        assert right in text, text
        cursor.execute(text.replace(right, wrong).replace("%", "%%"), [])
        try:
            yield
        finally:
            connection.ensure_connection()
            with connection.cursor() as again:
                again.execute(text.replace("%", "%%"), [])


@contextmanager
def losing(event: str, because: str = "") -> Iterator[None]:
    """Lose every event of a type, or those with a reason, as long as the block runs."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        cursor.execute(
            f"CREATE TRIGGER loses BEFORE INSERT ON outbox_event FOR EACH ROW"
            f" WHEN (new.type = '{event}' AND new.data LIKE '%%{because}%%') EXECUTE FUNCTION lose()",
            [],
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER loses ON outbox_event")
            cursor.execute("DROP FUNCTION lose()")
