"""What is committed arrives: signed, at least once under one id, in order, and past whoever is slow."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox import relay
from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.kernel.webhooks import rules, sender, sending, tasks
from tests.kernel.lamps import broken, lit
from tests.kernel.webhooks.builders import due_now, endpoint_for, states
from tests.kernel.webhooks.builders import sending as a_sender
from tests.kernel.webhooks.receivers import Receiver, a_receiver, wait_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def _emit(*drafts: outbox.Draft) -> None:
    outbox.emit(drafts)
    relay.drain(["webhooks"])


def test_an_event_arrives_signed_in_its_envelope(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    draft = lit()
    _emit(draft)
    with a_sender():
        wait_until(lambda: states(endpoint) == ["taken"])
    (told,), (delivery,) = receiver.bodies, webhooks.list_deliveries(endpoint.id)
    assert receiver.forged == 0
    assert (told["specversion"], told["type"], told["subject"]) == ("1.0", "lamps.lit.v1", str(draft.aggregate))
    assert told["id"] == receiver.ids[0] == str(delivery.event)
    assert (delivery.tries, delivery.status, delivery.fault) == (1, 204, "")


def test_only_wanted_types_of_the_own_book_arrive(receiver: Receiver) -> None:
    book = new_id()
    endpoint = endpoint_for(receiver, "lamps.broken.v1", book=book)
    _emit(lit(), broken(1, new_id()))
    assert [each.type for each in webhooks.list_deliveries(endpoint.id)] == ["lamps.broken.v1"]


def test_a_failing_receiver_is_asked_again_under_the_same_id(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    receiver.answer, receiver.said = lambda number: 500 if number < 3 else 200, b"out of order"
    _emit(lit())
    with a_sender():
        for tries in (1, 2):
            wait_until(lambda: len(receiver.ids) == tries)  # noqa: B023
            wait_until(lambda: webhooks.list_deliveries(endpoint.id)[0].tries == tries)  # noqa: B023
            (waiting,) = webhooks.list_deliveries(endpoint.id)
            assert waiting.next_at is not None
            assert waiting.next_at > clock.now()
            due_now()
        wait_until(lambda: states(endpoint) == ["taken"])
    assert len(set(receiver.ids)) == 1
    log = webhooks.attempts(endpoint.id, webhooks.list_deliveries(endpoint.id)[0].id)
    assert [(each.status, each.fault, each.answer) for each in log] == [
        (200, "", "out of order"),
        (500, "status", "out of order"),
        (500, "status", "out of order"),
    ]
    assert webhooks.get_endpoint(endpoint.id).failures == 0


def test_events_of_one_aggregate_come_in_order_and_others_pass(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    lamp, other = new_id(), new_id()
    receiver.answer = lambda number: 500 if receiver.bodies[number - 1]["subject"] == str(lamp) else 200
    _emit(lit(1, lamp), broken(2, lamp), lit(1, other))
    with a_sender():
        wait_until(lambda: sorted(states(endpoint)) == ["taken", "waiting", "waiting"])
        receiver.answer = lambda number: 200
        due_now()
        wait_until(lambda: states(endpoint) == ["taken"] * 3)
    told = [each["sequence"] for each in receiver.bodies if each["subject"] == str(lamp)]
    assert told == ["1", "1", "2"]


def test_a_slow_receiver_delays_nobody_else(receiver: Receiver) -> None:
    with a_receiver() as slow:
        slow.pause_s = 10
        slow_one, fast_one = endpoint_for(slow), endpoint_for(receiver)
        _emit(*(lit() for _ in range(40)))
        with a_sender():
            began = time.monotonic()
            wait_until(lambda: states(fast_one) == ["taken"] * 40)
            assert time.monotonic() - began < 8, "the slow one answers after ten seconds"
            assert len(slow.ids) <= sender.EACH_AT_ONCE
            slow.let_go.set()
            wait_until(lambda: states(slow_one) == ["taken"] * 40)
    assert len(slow.ids) == len(set(slow.ids)) == 40


def test_who_never_answers_is_given_up_waiting_for(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "DEADLINE_S", 0.3)
    endpoint = endpoint_for(receiver)
    receiver.pause_s = 30
    _emit(lit())
    with a_sender():
        wait_until(lambda: webhooks.list_deliveries(endpoint.id)[0].tries == 1)
    (waiting,) = webhooks.list_deliveries(endpoint.id)
    assert (waiting.state, waiting.status, waiting.fault) == ("waiting", None, "timeout")


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    with a_receiver() as elsewhere:
        endpoint = endpoint_for(receiver)
        receiver.answer, receiver.location = lambda number: 307, elsewhere.url
        _emit(lit())
        with a_sender():
            wait_until(lambda: webhooks.list_deliveries(endpoint.id)[0].tries == 1)
        assert elsewhere.ids == []
    (waiting,) = webhooks.list_deliveries(endpoint.id)
    assert (waiting.status, waiting.fault) == (307, "redirect")


def test_gone_stops_an_endpoint_at_once_and_says_so(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    receiver.answer = lambda number: 410
    _emit(lit())
    with a_sender():
        wait_until(lambda: not webhooks.get_endpoint(endpoint.id).active)
    assert webhooks.get_endpoint(endpoint.id).stopped_because == "gone"
    assert [each.type for each in outbox.history([endpoint.id])] == ["webhooks.endpoint_stopped.v1"]
    _emit(lit())
    assert len(webhooks.list_deliveries(endpoint.id)) == 1, "nothing is kept for who is stopped"


def test_after_three_days_of_failure_an_endpoint_is_stopped(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    receiver.answer = lambda number: 503
    _emit(lit())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_delivery SET tries = %s", [rules.MOST_TRIES - 1])
        cursor.execute("UPDATE webhooks_endpoint SET failures = 9, failing_since = now() - interval '3 days'")
    with a_sender():
        wait_until(lambda: states(endpoint) == ["given_up"])
    assert webhooks.get_endpoint(endpoint.id).stopped_because == "failing"
    webhooks.start_endpoint(endpoint.id, actor=SYSTEM)
    receiver.answer = lambda number: 200
    assert webhooks.replay_given_up(endpoint.id, actor=SYSTEM) == 1
    with a_sender():
        wait_until(lambda: states(endpoint) == ["taken"])
    assert len(set(receiver.ids)) == 1


def test_a_receiver_that_fails_and_fails_is_left_to_rest(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    receiver.answer = lambda number: 500
    _emit(*(lit() for _ in range(60)))
    with a_sender():
        wait_until(lambda: webhooks.get_endpoint(endpoint.id).failures >= rules.CALM_AFTER)
        time.sleep(0.5)
    assert len(receiver.ids) <= rules.CALM_AFTER + sender.EACH_AT_ONCE


def test_both_secrets_sign_while_one_is_exchanged(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    old, new = receiver.secret, webhooks.rotate_secret(endpoint.id, actor=SYSTEM)
    assert old != new
    for number, secret in enumerate((old, new), 1):
        receiver.secret = secret
        _emit(lit())
        with a_sender():
            wait_until(lambda: states(endpoint) == ["taken"] * number)  # noqa: B023
    assert receiver.forged == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_endpoint SET old_secret_until = now()")
    receiver.secret = old
    _emit(lit())
    with a_sender():
        wait_until(lambda: len(receiver.ids) == 3)
    assert receiver.forged == 1


def test_one_click_sends_a_delivery_again_under_its_id(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    _emit(lit())
    with a_sender():
        wait_until(lambda: states(endpoint) == ["taken"])
        webhooks.replay(endpoint.id, webhooks.list_deliveries(endpoint.id)[0].id, actor=SYSTEM)
        wait_until(lambda: len(receiver.ids) == 2)
        wait_until(lambda: states(endpoint) == ["taken"])
        webhooks.try_endpoint(endpoint.id, actor=SYSTEM)
        wait_until(lambda: states(endpoint) == ["taken", "taken"])
    assert receiver.ids[0] == receiver.ids[1] != receiver.ids[2]
    assert receiver.bodies[2]["type"] == "webhooks.tried.v1"


def test_a_key_taken_back_stops_its_endpoints(receiver: Receiver) -> None:
    from oneshelf.kernel.clients import public as clients

    client, _ = clients.create_client("Program", ["webhooks.manage"], actor=SYSTEM)
    endpoint = endpoint_for(receiver, client=client.id)
    clients.revoke(client.id, actor=SYSTEM)
    assert webhooks.get_endpoint(endpoint.id).stopped_because == "revoked"


def test_what_ended_long_ago_is_forgotten(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    _emit(lit(), lit())
    with a_sender():
        wait_until(lambda: states(endpoint) == ["taken", "taken"])
    oldest = webhooks.list_deliveries(endpoint.id)[-1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_delivery SET ended_at = now() - interval '31 days' WHERE id = %s", [oldest.id])
    tasks.sweep_deliveries()
    assert len(webhooks.list_deliveries(endpoint.id)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM webhooks_attempt")
        assert cursor.fetchone() == (1,)
