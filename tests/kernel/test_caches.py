"""Caches remember only while they hear, and never what an event has changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from oneshelf.kernel import caches

CHANNEL = "oneshelf"


@pytest.fixture
def cache() -> Iterator[caches.Cache[int, int]]:
    made = caches.Cache[int, int]("numbers", events=["pricing.*"], most=3)
    yield made
    caches.Cache.known.remove(made)
    caches.Cache.hearing = False


def test_without_ears_nothing_is_remembered(cache: caches.Cache[int, int]) -> None:
    asked: list[list[int]] = []

    def load(keys: list[int]) -> dict[int, int]:
        asked.append(keys)
        return {key: key for key in keys}

    assert cache.get([1], load) == cache.get([1], load) == {1: 1}
    assert asked == [[1], [1]]


def test_only_what_is_missing_is_asked_for(cache: caches.Cache[int, int]) -> None:
    caches.Cache.hearing = True
    assert cache.get([1, 2], lambda keys: {key: key for key in keys if key == 1}) == {1: 1}
    assert cache.get([1, 2], lambda keys: {key: 10 * key for key in keys}) == {1: 1, 2: 20}


def test_it_stays_small(cache: caches.Cache[int, int]) -> None:
    caches.Cache.hearing = True
    for key in range(10):
        cache.get([key], lambda keys: {key: key for key in keys})
    assert len(cache._kept) <= 3


def test_an_answer_that_an_event_overtook_is_not_kept(cache: caches.Cache[int, int]) -> None:
    caches.Cache.hearing = True

    def overtaken(keys: list[int]) -> dict[int, int]:
        caches.forget_after("pricing.price_changed.v1")
        return dict.fromkeys(keys, 1)

    assert cache.get([1], overtaken) == {1: 1}
    assert cache.get([1], lambda keys: dict.fromkeys(keys, 2)) == {1: 2}


def test_an_answer_is_not_kept_when_the_event_comes_while_it_is_put_away(cache: caches.Cache[int, int]) -> None:
    caches.Cache.hearing = True

    class Answer(dict[int, int]):
        def __len__(self) -> int:
            caches.forget_after("pricing.price_changed.v1")
            return super().__len__()

    assert cache.get([1], lambda keys: Answer({1: 1})) == {1: 1}
    assert cache.get([1], lambda keys: {1: 2}) == {1: 2}


def test_events_of_others_change_nothing(cache: caches.Cache[int, int]) -> None:
    caches.Cache.hearing = True
    cache.get([1], lambda keys: {1: 1})
    caches.forget_after("orders.order_placed.v1")
    assert cache.get([1], lambda keys: {1: 2}) == {1: 1}


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_notification_is_heard_and_a_lost_connection_forgets(cache: caches.Cache[int, int]) -> None:
    parameters = connection.get_connection_params()
    address: dict[str, Any] = {name: parameters[name] for name in ("dbname", "user", "host") if name in parameters}
    with caches.listening(address, CHANNEL):
        _until(lambda: caches.Cache.hearing)
        assert cache.get([1], lambda keys: {1: 1}) == {1: 1}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, '{"type": "pricing.price_changed.v1"}'])
        _until(lambda: cache.get([1], lambda keys: {1: 2}) == {1: 2})
        with psycopg.connect(**address, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
        _until(lambda: cache.get([1], lambda keys: {1: 3}) == {1: 3})
    assert not caches.Cache.hearing


def _until(true: Callable[[], bool], limit_s: float = 10.0) -> None:
    deadline = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
