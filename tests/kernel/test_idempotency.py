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


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_taken_back_is_done_once_for_however_many_ask_at_once() -> None:
    sent: list[int] = []
    start = threading.Barrier(8)

    def send(_: int) -> None:
        start.wait()
        try:
            idempotency.once_outside(REQUEST, lambda: sent.append(1))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    assert sent == [1]


@pytest.mark.django_db(transaction=True)
def test_what_failed_outside_may_be_asked_for_again_by_anybody() -> None:
    def fail() -> None:
        raise RuntimeError("nobody answers")

    sent: list[int] = []

    def elsewhere() -> None:
        idempotency.once_outside(REQUEST, lambda: sent.append(1))
        connection.close()

    with pytest.raises(RuntimeError, match="nobody answers"):
        idempotency.once_outside(REQUEST, fail)
    other = threading.Thread(target=elsewhere)
    other.start()
    other.join(10)
    assert sent == [1]


@pytest.mark.django_db
def test_what_cannot_be_taken_back_is_not_done_in_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside of any transaction"):
        idempotency.once_outside(REQUEST, lambda: pytest.fail("it could not be taken back"))
    assert not Row.objects.exists()
