"""The log of deliveries, and sending again."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox.events import Record
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.kernel.webhooks import errors, events, fanout, models
from oneshelf.kernel.webhooks.endpoints import get_endpoint
from oneshelf.kernel.webhooks.types import Attempt, Delivery, DeliveryId, DeliveryState, EndpointId

MOST_ATTEMPTS = 50

_LIST = sql.statement(__name__, "deliveries", row=Delivery)
_ATTEMPTS = sql.statement(__name__, "attempts", row=Attempt)
_AGAIN = sql.statement(__name__, "again")

_AFTER_ALL = UUID(int=2**128 - 1)


def list_deliveries(
    endpoint: EndpointId, *, state: DeliveryState | None = None, before: UUID | None = None, most: int = 50
) -> list[Delivery]:
    """Return a page of an endpoint's deliveries, the latest first, before the delivery `before`."""
    states = [each.value for each in ([state] if state else DeliveryState)]
    return _LIST.all(endpoint=endpoint, states=states, before=before or _AFTER_ALL, most=most)


def get_delivery(endpoint: EndpointId, delivery: DeliveryId) -> Delivery:
    """Return one of an endpoint's deliveries. Raises UnknownDelivery."""
    after = UUID(int=min(delivery.int + 1, _AFTER_ALL.int))
    states = [each.value for each in DeliveryState]
    found = next(iter(_LIST.all(endpoint=endpoint, states=states, before=after, most=1)), None)
    if found is None or found.id != delivery:
        raise errors.UnknownDelivery(delivery=str(delivery))
    return found


def attempts(endpoint: EndpointId, delivery: DeliveryId) -> list[Attempt]:
    """Return the tries of an endpoint's delivery, the latest first. Raises UnknownDelivery."""
    if not models.Delivery.objects.filter(id=delivery, endpoint_id=endpoint).exists():
        raise errors.UnknownDelivery(delivery=str(delivery))
    return _ATTEMPTS.all(delivery=delivery, most=MOST_ATTEMPTS)


@retried
def replay(endpoint: EndpointId, delivery: DeliveryId, *, actor: Actor, client: UUID | None = None) -> None:
    """Send a delivery once more, at once, under the same id. One that is under way just now stays as it is.

    Raises UnknownEndpoint, UnknownDelivery, and EndpointStopped.
    """
    _check_open(endpoint, client)
    if not models.Delivery.objects.filter(id=delivery, endpoint_id=endpoint).exists():
        raise errors.UnknownDelivery(delivery=str(delivery))
    _AGAIN.execute(endpoint=endpoint, delivery=delivery)
    trail.record("webhooks.replay", trail.Subject("webhook", endpoint), actor=actor, details={"delivery": delivery})


@retried
def replay_given_up(endpoint: EndpointId, *, actor: Actor, client: UUID | None = None) -> int:
    """Send whatever was given up once more, and return how many. Raises UnknownEndpoint, and EndpointStopped."""
    _check_open(endpoint, client)
    number = _AGAIN.execute(endpoint=endpoint, delivery=None)
    trail.record("webhooks.replay", trail.Subject("webhook", endpoint), actor=actor, details={"number": number})
    return number


@retried
def try_endpoint(endpoint: EndpointId, *, actor: Actor, client: UUID | None = None) -> None:
    """Send an event that means nothing to an endpoint. Raises UnknownEndpoint, and EndpointStopped."""
    _check_open(endpoint, client)
    event, sent = new_id(), events.Tried(endpoint)
    record = Record(event, sent.TYPE, event, 1, sent.encoded(), clock.now())
    fanout.write([(endpoint, record)], {event: fanout.body_of(record)})
    trail.record("webhooks.try", trail.Subject("webhook", endpoint), actor=actor)


def _check_open(endpoint: EndpointId, client: UUID | None) -> None:
    if not get_endpoint(endpoint, client).active:
        raise errors.EndpointStopped(endpoint=str(endpoint))
