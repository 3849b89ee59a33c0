"""Every event reaches every subscription once and in order, whatever dies or is slow on the way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import letters, live, relay, subscriptions
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox.events import Record
from oneshelf.kernel.outbox.relay import Relay
from oneshelf.kernel.outbox.subscriptions import Handler, Start, Subscription
from tests.kernel.lamps import another_session, broken, effects, emit_in, leave_effects, lit, wait_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
Subscribe = Callable[..., Subscription]


@pytest.fixture
def subscribe() -> Iterator[Subscribe]:
    """Registers subscriptions for one test."""
    names: list[str] = []

    def add(handler: Handler, name: str = "lamps", types: Sequence[str] = ("lamps.*",), **more: Any) -> Subscription:
        names.append(name)
        return subscriptions.register(name, types, handler, **more)

    yield add
    for name in names:
        subscriptions.unregister(name)


class Book:
    """A handler that remembers in which order it saw what, and fails while `bad` says so."""

    def __init__(self) -> None:
        self.seen: list[tuple[UUID, int]] = []
        self.bad: Callable[[Record], bool] = lambda record: False

    def __call__(self, records: Sequence[Record]) -> None:
        if any(self.bad(record) for record in records):
            raise RuntimeError("this lamp does not burn")
        self.seen += [(record.aggregate, record.sequence) for record in records]

    def sequences(self, lamp: UUID) -> list[int]:
        return [sequence for each, sequence in self.seen if each == lamp]


def _relay(subscription: Subscription, lease_s: float = 15) -> Relay:
    subscriptions.prepare([subscription])
    return Relay(wanted={subscription.name: subscription}, lease=timedelta(seconds=lease_s))


def test_each_subscription_gets_the_types_it_wants(subscribe: Subscribe) -> None:
    every, lamps, broken_only = Book(), Book(), Book()
    subscribe(every, "every", ["*"])
    subscribe(lamps, "lamps", ["lamps.*"])
    subscribe(broken_only, "broken", ["lamps.broken.v1", "lampsxbroken.v1"])
    lamp = new_id()
    outbox.emit([lit(1, lamp), broken(2, lamp)])
    relay.drain(["every", "lamps", "broken"])
    assert every.sequences(lamp) == lamps.sequences(lamp) == [1, 2]
    assert broken_only.sequences(lamp) == [2]
    assert {each.name: each.behind for each in subscriptions.status()} == {"every": 0, "lamps": 0, "broken": 0}


def test_the_event_of_a_slow_writer_is_not_lost(subscribe: Subscribe) -> None:
    book = Book()
    one = _relay(subscribe(book))
    slow, quick = lit(), lit()
    with another_session() as session:
        emit_in(session, slow)
        outbox.emit([quick])
        one.round()
        assert book.seen == [], "the quick one is later than one that may still come"
        session.commit()
    one.drain()
    assert [lamp for lamp, _ in book.seen] == [slow.aggregate, quick.aggregate]


def test_an_event_of_a_transaction_that_rolled_back_never_was(subscribe: Subscribe) -> None:
    book = Book()
    one = _relay(subscribe(book))
    with another_session() as session:
        emit_in(session, lit())
    one.drain()
    assert book.seen == []


@pytest.mark.parametrize("batch", [1, 10])
def test_an_aggregate_keeps_its_order_when_transaction_ids_do_not(subscribe: Subscribe, batch: int) -> None:
    book, lamp = Book(), new_id()
    one = _relay(subscribe(book, batch=batch))
    with another_session() as second, another_session() as bystander, another_session() as first:
        for session in (second, bystander, first):
            session.execute("SELECT pg_current_xact_id()")
        emit_in(first, lit(1, lamp))
        first.commit()
        emit_in(second, broken(2, lamp))
        second.commit()
        one.round()
        assert book.seen == [], "the first event is still hidden by the bystander"
        bystander.commit()
    outbox.emit([lit() for _ in range(3)])
    one.drain()
    assert book.sequences(lamp) == [1, 2]
    assert len(book.seen) == 5


def _run(one: Relay, stop: threading.Event) -> None:
    try:
        one.run(stop)
    finally:
        connection.close()


def test_one_of_two_relays_has_the_lease(subscribe: Subscribe) -> None:
    subscription = subscribe(Book())
    first, second = _relay(subscription), _relay(subscription)
    assert first.acquire() == ["lamps"]
    assert (second.acquire(), first.acquire()) == ([], [])
    first.drain()
    assert second.acquire() == ["lamps"]


def test_a_worker_that_lost_its_lease_undoes_its_step(subscribe: Subscribe) -> None:
    rival: list[Relay] = []

    def handler(records: Sequence[Record]) -> None:
        leave_effects(records)
        if not rival:
            taken = threading.Thread(target=_take_over, args=(subscription, rival))
            taken.start()
            taken.join()

    subscription = subscribe(handler)
    with effects() as seen:
        outbox.emit([lit(), lit()])
        slow = _relay(subscription, lease_s=0.05)
        wait_until(lambda: slow.round() or bool(rival))
        assert seen() == []
        rival[0].drain()
        assert len(seen()) == len(set(seen())) == 2


def _take_over(subscription: Subscription, rival: list[Relay]) -> None:
    other = _relay(subscription)
    wait_until(lambda: other.acquire() == ["lamps"])
    rival.append(other)
    connection.close()


def test_the_heartbeat_keeps_the_lease_of_a_slow_handler(subscribe: Subscribe) -> None:
    entered, leave, stop = threading.Event(), threading.Event(), threading.Event()

    def handler(records: Sequence[Record]) -> None:
        entered.set()
        leave.wait(10)

    subscription = subscribe(handler)
    outbox.emit([lit()])
    running = threading.Thread(target=_run, args=(_relay(subscription, lease_s=0.3), stop))
    running.start()
    assert entered.wait(10)
    rival = _relay(subscription)
    entered.clear()
    assert not entered.wait(0.9), "three times the lease"
    assert rival.acquire() == []
    leave.set()
    wait_until(lambda: subscriptions.status()[0].behind == 0)
    stop.set()
    running.join()
    assert rival.acquire() == ["lamps"]


def test_a_failed_event_is_tried_again_and_the_rest_goes_on(
    subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "FIRST_PAUSE", timedelta(0))
    book, ill, well = Book(), new_id(), new_id()
    failures = iter([True, True, True])
    book.bad = lambda record: record.aggregate == ill and next(failures, False)
    subscribe(book)
    outbox.emit([lit(1, ill), lit(1, well), broken(2, ill), broken(2, well)])
    relay.drain(["lamps"])
    assert book.sequences(ill) == book.sequences(well) == [1, 2]
    assert letters.list_letters("lamps") == []


def test_events_wait_behind_a_dead_letter_and_follow_its_replay(
    subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "FIRST_PAUSE", timedelta(0))
    book, ill, well = Book(), new_id(), new_id()
    book.bad = lambda record: record.aggregate == ill and record.sequence == 2
    subscribe(book, batch=3)
    outbox.emit([lit(1, ill), lit(2, ill), lit(1, well), broken(3, ill)])
    relay.drain(["lamps"])
    outbox.emit([lit(4, ill), broken(2, well)])
    relay.drain(["lamps"])
    assert (book.sequences(ill), book.sequences(well)) == ([1], [1, 2])
    held = letters.list_letters("lamps")
    assert [(each.sequence, each.state) for each in held] == [(2, "dead"), (3, "parked"), (4, "parked")]
    assert (held[0].tries, held[0].error) == (letters.MOST_TRIES, "RuntimeError: this lamp does not burn")

    book.bad = lambda record: False
    letters.replay(held[0].id)
    relay.drain(["lamps"])
    assert book.sequences(ill) == [1, 2, 3, 4]
    assert letters.list_letters("lamps") == []


def test_a_discarded_letter_lets_the_next_follow(subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "FIRST_PAUSE", timedelta(0))
    book, ill = Book(), new_id()
    book.bad = lambda record: record.sequence == 1
    subscribe(book)
    outbox.emit([lit(1, ill), lit(2, ill)])
    relay.drain(["lamps"])
    dead, parked = letters.list_letters("lamps")
    with pytest.raises(NotFound):
        letters.replay(parked.id)
    assert letters.discard(dead.id) == dead
    relay.drain(["lamps"])
    assert book.sequences(ill) == [2]
    with pytest.raises(NotFound):
        letters.discard(dead.id)


def test_what_is_being_parked_follows_a_letter_discarded_meanwhile(
    subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "FIRST_PAUSE", timedelta(0))
    book, ill, well, discarding = Book(), new_id(), new_id(), threading.Thread()
    book.bad = lambda record: record.aggregate == ill and record.sequence == 1

    def handler(records: Sequence[Record]) -> None:
        if any(record.aggregate == well for record in records):  # the other event of the page has just been parked
            discarding.start()
            discarding.join(0.3)
        book(records)

    def discard() -> None:
        outbox.discard(dead.id)
        connection.close()

    subscribe(handler)
    outbox.emit([lit(1, ill)])
    relay.drain(["lamps"])
    (dead,) = letters.list_letters("lamps")
    discarding = threading.Thread(target=discard)
    outbox.emit([lit(2, ill), lit(1, well)])
    relay.drain(["lamps"])
    discarding.join()
    relay.drain(["lamps"])
    assert (book.sequences(ill), book.sequences(well)) == ([2], [1])
    assert letters.list_letters("lamps") == []


def test_a_failed_handler_leaves_no_effect(subscribe: Subscribe) -> None:
    def handler(records: Sequence[Record]) -> None:
        leave_effects(records)
        raise RuntimeError("after the writing")

    with effects() as seen:
        subscribe(handler)
        outbox.emit([lit(), lit()])
        relay.drain(["lamps"])
        assert seen() == []
        assert [each.tries for each in letters.list_letters("lamps")] == [1, 1]


def test_rewinding_delivers_again_from_an_instant(subscribe: Subscribe) -> None:
    book, lamp = Book(), new_id()
    subscribe(book)
    noon = clock.now()
    outbox.emit([lit(1, lamp)], at=noon - timedelta(hours=1))
    outbox.emit([lit(2, lamp)], at=noon)
    relay.drain(["lamps"])
    subscriptions.rewind("lamps", since=noon)
    relay.drain(["lamps"])
    assert book.sequences(lamp) == [1, 2, 2]
    with pytest.raises(NotFound):
        subscriptions.rewind("no such", since=noon)


def test_rewinding_passes_over_nothing(subscribe: Subscribe) -> None:
    book, lamp = Book(), new_id()
    one = _relay(subscribe(book))
    noon = clock.now()
    outbox.emit([lit(1, lamp)], at=noon - timedelta(hours=1))
    outbox.emit([lit(2, lamp)], at=noon)
    subscriptions.rewind("lamps", since=noon)
    one.drain()
    assert book.sequences(lamp) == [1, 2]


def test_a_paused_subscription_goes_on_where_it_stopped(subscribe: Subscribe) -> None:
    book, lamp = Book(), new_id()
    subscribe(book)
    outbox.emit([lit(1, lamp)])
    relay.drain(["lamps"])
    subscriptions.pause("lamps")
    outbox.emit([lit(2, lamp)])
    relay.drain(["lamps"])
    assert book.sequences(lamp) == [1]
    subscriptions.resume("lamps")
    relay.drain(["lamps"])
    assert book.sequences(lamp) == [1, 2]


def test_a_subscription_may_begin_at_the_present(subscribe: Subscribe) -> None:
    book = Book()
    outbox.emit([lit()])
    one = _relay(subscribe(book, start=Start.NOW))
    new = lit()
    outbox.emit([new])
    one.drain()
    assert (new.aggregate, 1) in book.seen


def test_a_restored_dump_is_noticed(subscribe: Subscribe) -> None:
    one = _relay(subscribe(Book()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_subscription SET transaction = '9000000000000000000'")
    with pytest.raises(relay.OutboxOfAnotherCluster, match="logical dump"):
        one.drain()


def test_listeners_are_told_after_the_commit() -> None:
    with another_session() as session:
        session.autocommit = True
        session.execute(f"LISTEN {live.CHANNEL}")
        one = _relay(subscriptions.registered()[live.NAME])
        draft = lit()
        with transaction.atomic():
            outbox.emit([draft])
        one.drain()
        heard = [json.loads(each.payload) for each in session.notifies(timeout=5, stop_after=1)]
    assert [each["topics"] for each in heard if each["aggregate"] == str(draft.aggregate)] == [
        [f"lamps:{draft.aggregate}"]
    ]


def test_many_topics_are_told_in_several_payloads(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = lit()
    topics = [f"lamps:{new_id()}" for _ in range(700)]
    monkeypatch.setattr(type(draft.event), "topics", lambda self, aggregate: topics)
    record = Record(new_id(), draft.event.TYPE, draft.aggregate, 1, draft.event.encoded(), clock.now())
    texts = list(live.payloads(record))
    assert max(len(text.encode()) for text in texts) <= live.LONGEST_PAYLOAD
    assert [topic for text in texts for topic in json.loads(text)["topics"]] == topics
