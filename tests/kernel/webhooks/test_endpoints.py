"""Making, changing and ending endpoints; what is kept of their secrets."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from oneshelf.kernel import sealed
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.webhooks import endpoints, models, signing
from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.kernel.webhooks.types import Parcel

pytestmark = [pytest.mark.database, pytest.mark.django_db]

URL = "https://example.com/hook"


def _endpoint(**more: Any) -> webhooks.Endpoint:
    made, _ = webhooks.create_endpoint(URL, ["*"], actor=SYSTEM, **more)
    return made


def test_a_secret_is_told_once_and_kept_sealed() -> None:
    made, secret = webhooks.create_endpoint(URL, ["webhooks.*"], actor=SYSTEM)
    assert secret.startswith("whsec_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e)::text FROM webhooks_endpoint AS e")
        (row,) = cursor.fetchone()
    assert secret not in row
    assert signing._key(secret).hex() not in row
    assert secret not in repr(made)
    kept = bytes(models.Endpoint.objects.get(id=made.id).secret)
    assert sealed.unseal(kept, endpoints.PURPOSE) == secret
    parcel = Parcel(new_id(), made.id, new_id(), "{}", 0, URL, kept, None)
    assert str(kept) not in repr(parcel)


def test_what_was_sealed_with_another_key_or_for_another_purpose_stays_closed() -> None:
    box = sealed.seal("whsec_x", "webhooks")
    with pytest.raises(sealed.CannotOpen):
        sealed.unseal(box, "something else")
    with pytest.raises(sealed.CannotOpen):
        sealed.unseal(box[:-2] + b"xx", "webhooks")


@pytest.mark.parametrize(
    "types", [[], ["nothing.*"], ["webhooks"], ["*.v1"], ["lamps.*", "%"], [""], ["webhooks.[a-z]*"]]
)
def test_types_that_nobody_announces_are_refused(types: list[str]) -> None:
    with pytest.raises(webhooks.UnknownEventType):
        webhooks.create_endpoint(URL, types, actor=SYSTEM)
    assert webhooks.list_endpoints() == []


def test_an_address_inside_is_refused() -> None:
    with pytest.raises(webhooks.BadAddress):
        webhooks.create_endpoint("https://10.0.0.1/", ["*"], actor=SYSTEM)
    made = _endpoint()
    with pytest.raises(webhooks.BadAddress):
        webhooks.change_endpoint(made.id, url="http://example.com", types=["*"], description="", actor=SYSTEM)
    assert webhooks.get_endpoint(made.id) == made


def test_there_is_an_end_to_endpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "MOST_ENDPOINTS", 1)
    first = _endpoint()
    with pytest.raises(webhooks.TooManyEndpoints):
        _endpoint()
    webhooks.remove_endpoint(first.id, actor=SYSTEM)
    _endpoint()


def test_a_client_meets_its_own_endpoints_only() -> None:
    client, other = new_id(), new_id()
    mine, theirs = _endpoint(client=client), _endpoint(client=other)
    assert webhooks.list_endpoints(client) == [mine]
    for verb in (
        lambda: webhooks.get_endpoint(theirs.id, client),
        lambda: webhooks.remove_endpoint(theirs.id, actor=SYSTEM, client=client),
        lambda: webhooks.rotate_secret(theirs.id, actor=SYSTEM, client=client),
        lambda: webhooks.start_endpoint(theirs.id, actor=SYSTEM, client=client),
        lambda: webhooks.try_endpoint(theirs.id, actor=SYSTEM, client=client),
        lambda: webhooks.replay_given_up(theirs.id, actor=SYSTEM, client=client),
    ):
        with pytest.raises(webhooks.UnknownEndpoint):
            verb()
    assert [each.id for each in webhooks.list_endpoints()] == [mine.id, theirs.id]


def test_a_stopped_endpoint_is_not_sent_to() -> None:
    made = _endpoint()
    assert webhooks.stop_endpoint(made.id, actor=SYSTEM).active is False
    with pytest.raises(webhooks.EndpointStopped):
        webhooks.try_endpoint(made.id, actor=SYSTEM)
    assert webhooks.start_endpoint(made.id, actor=SYSTEM).active is True
    webhooks.try_endpoint(made.id, actor=SYSTEM)
    assert webhooks.counts([made.id])[made.id].waiting == 1


def test_a_delivery_of_somebody_else_is_unknown() -> None:
    one, other = _endpoint(), _endpoint()
    webhooks.try_endpoint(one.id, actor=SYSTEM)
    (delivery,) = webhooks.list_deliveries(one.id)
    with pytest.raises(webhooks.UnknownDelivery):
        webhooks.replay(other.id, delivery.id, actor=SYSTEM)
    with pytest.raises(webhooks.UnknownDelivery):
        webhooks.attempts(other.id, delivery.id)
