"""One answer a request, however often and however quickly it is sent."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.models import Answer as Row

pytestmark = pytest.mark.database
BODY = idempotency.body_hash(b"two apples")
REQUEST = idempotency.Claim("till 1", "place_order", "k1", BODY)


def _answer(text: str) -> idempotency.Answer:
    return idempotency.Answer(201, text)


@pytest.mark.django_db
def test_a_repeated_request_gets_the_first_answer() -> None:
    assert idempotency.claim(REQUEST, _answer("first")) is None
    assert idempotency.claim(REQUEST, _answer("second")) == _answer("first")
    assert idempotency.once(REQUEST, lambda: pytest.fail("was done before")) == _answer("first")


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused() -> None:
    idempotency.once(REQUEST, lambda: _answer("first"))
    other = idempotency.Claim("till 1", "place_order", "k1", idempotency.body_hash(b"three apples"))
    with pytest.raises(idempotency.IdempotencyKeyReused) as refused:
        idempotency.once(other, lambda: _answer("second"))
    assert (refused.value.key, refused.value.operation) == ("k1", "place_order")


@pytest.mark.django_db(transaction=True)
def test_a_request_that_failed_may_be_sent_again() -> None:
    def fail() -> idempotency.Answer:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        idempotency.once(REQUEST, fail)
    assert idempotency.once(REQUEST, lambda: _answer("second try")) == _answer("second try")


@pytest.mark.django_db(transaction=True)
def test_duplicates_at_the_same_moment_are_done_once() -> None:
    done: list[int] = []
    start = threading.Barrier(8)

    def work() -> idempotency.Answer:
        done.append(1)
        time.sleep(0.05)
        return _answer("done")

    def send(_: int) -> idempotency.Answer:
        start.wait()
        try:
            return idempotency.once(REQUEST, work)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert answers == [_answer("done")] * 8
    assert done == [1]


@pytest.mark.django_db
def test_an_expired_key_is_free_again_and_swept() -> None:
    idempotency.once(REQUEST, lambda: _answer("old"))
    kept = Row.objects.get()
    assert abs(kept.expires_at - clock.now() - idempotency.KEPT_FOR) < timedelta(minutes=1)
    Row.objects.update(expires_at=clock.now() - timedelta(hours=1))  # of SQL, it is when the test began
    assert idempotency.once(REQUEST, lambda: _answer("new")) == _answer("new")
    assert idempotency.sweep() == 0
    Row.objects.update(expires_at=clock.now() - timedelta(hours=1))  # of SQL, it is when the test began
    assert idempotency.sweep() == 1
    assert not Row.objects.exists()
