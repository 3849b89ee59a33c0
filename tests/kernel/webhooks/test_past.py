"""The past is sent again: all of it, in order, also what was never sent, and on from where a crash left it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox import reading, relay
from oneshelf.kernel.webhooks import models, past
from oneshelf.kernel.webhooks import public as webhooks
from tests.kernel.lamps import broken, lit
from tests.kernel.webhooks.builders import endpoint_for, states
from tests.kernel.webhooks.builders import sending as a_sender
from tests.kernel.webhooks.receivers import Receiver, wait_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def a_lamp(changes: int) -> list[outbox.Draft]:
    lamp = new_id()
    return [lit(number, lamp) if number % 2 else broken(number, lamp) for number in range(1, changes + 1)]


def emit(*drafts: outbox.Draft) -> None:
    outbox.emit(drafts)
    relay.drain(["webhooks"])


def sequences(receiver: Receiver) -> list[int]:
    return [int(each["sequence"]) for each in receiver.bodies]


def test_what_happened_before_there_was_a_webhook_is_sent_in_order(receiver: Receiver) -> None:
    before = clock.now()
    emit(*a_lamp(5))
    endpoint = endpoint_for(receiver)
    assert states(endpoint) == []
    begun = webhooks.replay_since(endpoint.id, before, actor=SYSTEM)
    assert begun.again_until is not None
    assert past.go_on() == 5
    assert webhooks.get_endpoint(endpoint.id).again_until is None
    with a_sender():
        wait_until(lambda: states(endpoint) == ["taken"] * 5)
    assert sequences(receiver) == [1, 2, 3, 4, 5]


def test_what_was_taken_comes_again_under_its_id(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    start = reading.present()
    emit(*a_lamp(2))
    with a_sender():
        wait_until(lambda: states(endpoint) == ["taken"] * 2)
        webhooks.replay_after(endpoint.id, start, actor=SYSTEM)
        past.go_on()
        wait_until(lambda: len(receiver.ids) == 4)
    assert receiver.ids[:2] == receiver.ids[2:]
    assert sequences(receiver) == [1, 2, 1, 2]


def test_a_cursor_leaves_out_what_stands_before_it(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    emit(*a_lamp(2))
    page = outbox.events_after(None, ["lamps.*"], 100)
    webhooks.stop_endpoint(endpoint.id, actor=SYSTEM)
    emit(*a_lamp(3))
    webhooks.start_endpoint(endpoint.id, actor=SYSTEM)
    webhooks.replay_after(endpoint.id, page.cursor, actor=SYSTEM)
    assert past.go_on() == 3
    assert len(states(endpoint)) == 5


def test_it_goes_on_where_a_crash_left_it(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = endpoint_for(receiver)
    before = clock.now() - timedelta(seconds=1)
    emit(*a_lamp(7))
    models.Delivery.objects.all().delete()
    monkeypatch.setattr(past, "BATCH", 2)
    monkeypatch.setattr(past, "MOST_BATCHES", 2)
    webhooks.replay_since(endpoint.id, before, actor=SYSTEM)
    first = past.go_on()
    assert (0 < first < 7, webhooks.get_endpoint(endpoint.id).again_until is not None) == (True, True)
    rest = [past.go_on() for _ in range(4)]
    assert first + sum(rest) == 7
    assert len(states(endpoint)) == 7
    assert webhooks.get_endpoint(endpoint.id).again_until is None


def test_it_waits_while_the_webhook_is_stopped_and_can_be_halted(receiver: Receiver) -> None:
    before = clock.now()
    emit(*a_lamp(2))
    endpoint = endpoint_for(receiver)
    webhooks.replay_since(endpoint.id, before, actor=SYSTEM)
    webhooks.stop_endpoint(endpoint.id, actor=SYSTEM)
    assert past.go_on() == 0
    assert webhooks.get_endpoint(endpoint.id).again_until is not None
    webhooks.start_endpoint(endpoint.id, actor=SYSTEM)
    webhooks.halt_replay(endpoint.id, actor=SYSTEM)
    assert past.go_on() == 0
    assert states(endpoint) == []


def test_only_what_it_wants_of_its_own_book_and_time_comes(receiver: Receiver) -> None:
    emit(*a_lamp(2))
    between = clock.now()
    emit(*a_lamp(2))
    endpoint = endpoint_for(receiver, "lamps.broken.v1")
    webhooks.replay_since(endpoint.id, between, actor=SYSTEM)
    assert past.go_on() == 1


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_any_moment_may_be_asked_for(receiver: Receiver, year: int) -> None:
    emit(*a_lamp(1))
    endpoint = endpoint_for(receiver)
    webhooks.replay_since(endpoint.id, datetime(year, 1, 1, tzinfo=UTC), actor=SYSTEM)
    assert past.go_on() == (1 if year < 1970 else 0)


def test_a_stopped_webhook_and_a_cursor_of_nobody_are_refused(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    with pytest.raises(outbox.BadCursor):
        webhooks.replay_after(endpoint.id, "nonsense", actor=SYSTEM)
    webhooks.stop_endpoint(endpoint.id, actor=SYSTEM)
    with pytest.raises(webhooks.EndpointStopped):
        webhooks.replay_since(endpoint.id, clock.now(), actor=SYSTEM)
    assert webhooks.get_endpoint(endpoint.id).again_until is None
