"""Making, changing and ending endpoints. Each verb is one transaction and leaves its entry in the audit trail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import QuerySet

from oneshelf.kernel import clock, sealed, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox.events import Draft, Event
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.kernel.webhooks import errors, events, models, rules, signing
from oneshelf.kernel.webhooks.types import COUNTED, Counts, Endpoint, EndpointId

MOST_ENDPOINTS = 200
"""In the whole house; each event is compared with all of them."""

MOST_TYPES = 50

PURPOSE = "webhooks"
"""What secrets are sealed for."""


@dataclass(frozen=True, slots=True)
class _Illness:
    failures: int
    failing_since: datetime


_COUNTS = sql.statement(__name__, "counts", row=Counts)
_ILL = sql.statement(__name__, "endpoint_ill", row=_Illness)
_RESTS = sql.statement(__name__, "endpoint_rests")
_STOP = sql.statement(__name__, "endpoint_stop", row=int)

_log = structlog.get_logger(__name__)

_TYPE = re.compile(r"\*|[a-z0-9_.]+(\.\*)?")


@retried
def create_endpoint(
    url: str,
    types: Iterable[str],
    *,
    description: str = "",
    actor: Actor,
    client: UUID | None = None,
    book: UUID | None = None,
) -> tuple[Endpoint, str]:
    """Make an endpoint and return it with its secret, which nobody can see again.

    It gets what is committed from now on. Raises BadAddress, UnknownEventType, TooManyEndpoints.
    """
    wanted = _known(types)
    _check(url)
    if models.Endpoint.objects.filter(archived_at=None).count() >= MOST_ENDPOINTS:
        raise errors.TooManyEndpoints(most=MOST_ENDPOINTS)
    secret = signing.new_secret()
    row = models.Endpoint.objects.create(
        id=new_id(),
        client=client,
        book=book,
        url=url,
        types=wanted,
        description=description,
        secret=sealed.seal(secret, PURPOSE),
        created_at=clock.now(),
    )
    trail.record("webhooks.create", trail.Subject("webhook", row.id), actor=actor)
    return shown(row), secret


@retried
def change_endpoint(
    endpoint: EndpointId,
    *,
    url: str,
    types: Iterable[str],
    description: str,
    actor: Actor,
    client: UUID | None = None,
) -> Endpoint:
    """Give an endpoint another address, types or description. Raises UnknownEndpoint, BadAddress, UnknownEventType."""
    row = find_row(endpoint, client)
    if url != row.url:
        _check(url)
    row.url, row.types, row.description = url, _known(types), description
    row.save(update_fields=["url", "types", "description"])
    trail.record("webhooks.change", trail.Subject("webhook", row.id), actor=actor)
    return shown(row)


@retried
def start_endpoint(endpoint: EndpointId, *, actor: Actor, client: UUID | None = None) -> Endpoint:
    """Send to an endpoint (again), what waits for it first. Raises UnknownEndpoint."""
    row = find_row(endpoint, client)
    row.active, row.stopped_because, row.failures, row.failing_since, row.not_before = True, "", 0, None, None
    row.save(update_fields=["active", "stopped_because", "failures", "failing_since", "not_before"])
    trail.record("webhooks.start", trail.Subject("webhook", row.id), actor=actor)
    return shown(row)


@retried
def stop_endpoint(endpoint: EndpointId, *, actor: Actor, client: UUID | None = None) -> Endpoint:
    """Send nothing more to an endpoint, and keep nothing new for it, until it is started. Raises UnknownEndpoint."""
    row = find_row(endpoint, client)
    row.active, row.stopped_because = False, "asked"
    row.save(update_fields=["active", "stopped_because"])
    trail.record("webhooks.stop", trail.Subject("webhook", row.id), actor=actor)
    return shown(row)


@retried
def rotate_secret(endpoint: EndpointId, *, actor: Actor, client: UUID | None = None) -> str:
    """Make a new secret and return it; for a day the old one signs too. Raises UnknownEndpoint."""
    row, secret = find_row(endpoint, client), signing.new_secret()
    row.old_secret, row.old_secret_until = row.secret, clock.now() + rules.OVERLAP
    row.secret = sealed.seal(secret, PURPOSE)
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    trail.record("webhooks.rotate", trail.Subject("webhook", row.id), actor=actor)
    return secret


@retried
def remove_endpoint(endpoint: EndpointId, *, actor: Actor, client: UUID | None = None) -> None:
    """End an endpoint for good; what waits for it is given up. Raises UnknownEndpoint."""
    row = find_row(endpoint, client)
    row.active, row.archived_at = False, clock.now()
    row.save(update_fields=["active", "archived_at"])
    trail.record("webhooks.remove", trail.Subject("webhook", row.id), actor=actor)


def stop_those_of(client: UUID) -> None:
    """Stop a client's endpoints, whose key was taken back. In the caller's transaction."""
    rows = models.Endpoint.objects.filter(client=client, active=True, archived_at=None)
    rows.update(active=False, stopped_because="revoked")


def note_failure(endpoint: UUID, *, gone: bool, given_up: bool) -> None:
    """Count a failed try. An endpoint that said it is gone, or took nothing for three days, is stopped.

    In the caller's transaction.
    """
    ill = _ILL.one(endpoint=endpoint)
    calm = rules.calm_for(ill.failures)
    if gone:
        _stop(endpoint, "gone")
    elif given_up and clock.now() - ill.failing_since >= rules.FAILING_FOR:
        _stop(endpoint, "failing")
    elif calm is not None:
        _RESTS.execute(endpoint=endpoint, calm=calm)


def _stop(endpoint: UUID, reason: str) -> None:
    """Stop an endpoint and announce it, unless it was stopped already."""
    number = _STOP.find(endpoint=endpoint, reason=reason)
    if number is not None:
        outbox.emit([Draft(events.EndpointStopped(endpoint, reason), endpoint, number)])
        _log.warning("webhook stopped", endpoint=str(endpoint), because=reason)


def list_endpoints(client: UUID | None = None) -> list[Endpoint]:
    """Return every endpoint (of `client` only, when given), the oldest first."""
    return [shown(row) for row in _of(client).order_by("id")]


def get_endpoint(endpoint: EndpointId, client: UUID | None = None) -> Endpoint:
    """Return an endpoint (of `client`, when given). Raises UnknownEndpoint."""
    return shown(find_row(endpoint, client))


def counts(endpoints: Iterable[EndpointId]) -> dict[EndpointId, Counts]:
    """Return how many deliveries of each endpoint wait or were given up, in one statement."""
    return {row.endpoint: row for row in _COUNTS.all(endpoints=list(endpoints), most=COUNTED)}


def known_types() -> list[str]:
    """Return every type of event that this release announces."""
    return sorted(Event.known)


def _of(client: UUID | None) -> QuerySet[models.Endpoint]:
    rows = models.Endpoint.objects.filter(archived_at=None)
    return rows if client is None else rows.filter(client=client)


def find_row(endpoint: UUID, client: UUID | None) -> models.Endpoint:
    """Return the row of an endpoint that was not removed. Raises UnknownEndpoint."""
    row = _of(client).filter(id=endpoint).first()
    if row is None:
        raise errors.UnknownEndpoint(endpoint=str(endpoint))
    return row


def _check(url: str) -> None:
    if not rules.is_good_address(url, local=settings.WEBHOOKS_LOCAL):
        raise errors.BadAddress(url=url)


def _known(types: Iterable[str]) -> list[str]:
    wanted = sorted(set(types))
    for each in wanted:
        if not _TYPE.fullmatch(each) or not any(rules.takes([each], known) for known in Event.known):
            raise errors.UnknownEventType(type=each)
    if not wanted or len(wanted) > MOST_TYPES:
        raise errors.UnknownEventType(type=wanted[-1] if wanted else "")
    return wanted


def shown(row: models.Endpoint) -> Endpoint:
    """Return a row as an endpoint."""
    until: datetime | None = row.old_secret_until
    return Endpoint(
        id=EndpointId(row.id),
        client=row.client,
        book=row.book,
        url=row.url,
        types=tuple(row.types),
        description=row.description,
        active=row.active,
        stopped_because=row.stopped_because,
        failures=row.failures,
        failing_since=row.failing_since,
        old_secret_until=until if until and until > clock.now() else None,
        created_at=row.created_at,
        again_until=row.again_until,
    )
