"""Work on one contended key: done by groups, in order of arrival, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneshelf.kernel.combiner import Combiner

PATIENCE_S = 10.0
"""How long a test waits before it says that somebody waits for ever."""

Work = Callable[[str, Sequence[int]], Sequence[int | BaseException]]


class Gate:
    """Work that waits at a gate: whoever comes meanwhile is the next group."""

    def __init__(self, answer: Work) -> None:
        self.answer = answer
        self.groups: list[list[int]] = []
        self.begun = threading.Semaphore(0)
        self.open = threading.Semaphore(0)

    def __call__(self, key: str, asked: Sequence[int]) -> Sequence[int | BaseException]:
        self.groups.append(list(asked))
        self.begun.release()
        assert self.open.acquire(timeout=PATIENCE_S)
        return self.answer(key, asked)


def doubled(_: str, asked: Sequence[int]) -> list[int | BaseException]:
    return [2 * each for each in asked]


def waits(combiner: Combiner[str, int, int], key: str, many: int) -> None:
    """Return when so many wait for a key, the leader among them."""
    pause = threading.Event()
    for _ in range(int(PATIENCE_S * 200)):
        if len(combiner._queues.get(key, ())) == many:
            return
        pause.wait(0.005)
    raise AssertionError(f"{many} should wait for {key}")


def come(pool: ThreadPoolExecutor, combiner: Combiner[str, int, int], requests: Sequence[int]) -> list[Future[int]]:
    """Let callers come one behind the other, while the first is at work."""
    coming = []
    for number, request in enumerate(requests, start=1):
        coming.append(pool.submit(combiner.ask, "key", request))
        waits(combiner, "key", number)
    return coming


def test_a_caller_alone_is_served_at_once_and_nothing_is_left_behind() -> None:
    combiner = Combiner[str, int, int](doubled, most=10)
    assert combiner.ask("key", 21) == 42
    assert combiner._queues == {}


def test_what_came_meanwhile_is_one_group_in_order_of_arrival() -> None:
    gate = Gate(doubled)
    combiner = Combiner[str, int, int](gate, most=10)
    with ThreadPoolExecutor(6) as pool:
        coming = come(pool, combiner, [1, 2, 3, 4, 5])
        gate.open.release(2)
        assert [each.result(PATIENCE_S) for each in coming] == [2, 4, 6, 8, 10]
    assert gate.groups == [[1], [2, 3, 4, 5]]
    assert combiner._queues == {}


def test_no_group_is_larger_than_allowed() -> None:
    gate = Gate(doubled)
    combiner = Combiner[str, int, int](gate, most=2)
    with ThreadPoolExecutor(6) as pool:
        coming = come(pool, combiner, [1, 2, 3, 4, 5])
        gate.open.release(3)
        assert [each.result(PATIENCE_S) for each in coming] == [2, 4, 6, 8, 10]
    assert gate.groups == [[1], [2, 3], [4, 5]]


def test_an_error_that_is_an_answer_reaches_its_caller_only() -> None:
    def odd_ones_fail(_: str, asked: Sequence[int]) -> list[int | BaseException]:
        return [ValueError(str(each)) if each % 2 else each for each in asked]

    gate = Gate(odd_ones_fail)
    combiner = Combiner[str, int, int](gate, most=10)
    with ThreadPoolExecutor(6) as pool:
        coming = come(pool, combiner, [2, 3, 4, 5])
        gate.open.release(2)
        assert [coming[0].result(PATIENCE_S), coming[2].result(PATIENCE_S)] == [2, 4]
        for number, said in ((1, "3"), (3, "5")):
            with pytest.raises(ValueError, match=said):
                coming[number].result(PATIENCE_S)


@pytest.mark.parametrize("crash", [RuntimeError("the connection is gone"), SystemExit(1)])
def test_a_crash_of_the_work_reaches_its_group_and_frees_those_behind(crash: BaseException) -> None:
    def crash_once(_: str, asked: Sequence[int]) -> list[int | BaseException]:
        if 2 in asked:
            raise crash
        return [2 * each for each in asked]

    gate = Gate(crash_once)
    combiner = Combiner[str, int, int](gate, most=2)
    with ThreadPoolExecutor(6) as pool:
        coming = come(pool, combiner, [1, 2, 3, 4, 5])
        gate.open.release(3)
        assert [coming[number].result(PATIENCE_S) for number in (0, 3, 4)] == [2, 8, 10]
        for number in (1, 2):
            with pytest.raises(type(crash)):
                coming[number].result(PATIENCE_S)
    assert combiner._queues == {}


def test_work_that_leaves_somebody_without_an_answer_tells_all_of_them() -> None:
    combiner = Combiner[str, int, int](lambda _key, _asked: [], most=10)
    with pytest.raises(AssertionError, match="answers each request"):
        combiner.ask("key", 1)
    assert combiner._queues == {}


def test_keys_do_not_wait_for_each_other() -> None:
    gate = Gate(doubled)

    def held_for_one(key: str, asked: Sequence[int]) -> Sequence[int | BaseException]:
        return gate(key, asked) if key == "key" else doubled(key, asked)

    combiner = Combiner[str, int, int](held_for_one, most=10)
    with ThreadPoolExecutor(2) as pool:
        (first,) = come(pool, combiner, [1])
        assert pool.submit(combiner.ask, "other", 3).result(PATIENCE_S) == 6
        assert not first.done()
        gate.open.release()
        assert first.result(PATIENCE_S) == 2


@settings(max_examples=20, deadline=None)
@given(
    requests=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=60),
    most=st.integers(1, 7),
)
def test_a_crowd_gets_its_own_answers_within_bounded_time(requests: list[tuple[str, int]], most: int) -> None:
    groups: list[int] = []

    def work(key: str, asked: Sequence[int]) -> list[str | BaseException]:
        groups.append(len(asked))
        return [ValueError() if each == 0 else f"{key}{each}" for each in asked]

    combiner = Combiner[str, int, str](work, most=most)

    def ask(request: tuple[str, int]) -> str:
        try:
            return combiner.ask(*request)
        except ValueError:
            return "refused"

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, requests, timeout=PATIENCE_S))
    assert answers == ["refused" if number == 0 else f"{key}{number}" for key, number in requests]
    assert sum(groups) == len(requests)
    assert max(groups) <= most
    assert combiner._queues == {}
