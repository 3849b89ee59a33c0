"""Sending the past again: all events from a moment or a cursor on, in order, going on where a crash left it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import reading
from oneshelf.kernel.outbox.events import Record, concerns
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.kernel.webhooks import errors, fanout, models
from oneshelf.kernel.webhooks.endpoints import find_row, shown
from oneshelf.kernel.webhooks.types import Endpoint, EndpointId

BATCH = 200
"""Events handed on in one transaction."""

MOST_BATCHES = 500
"""Batches of one run of the job; the next run goes on."""


def replay_since(endpoint: EndpointId, moment: datetime, *, actor: Actor, client: UUID | None = None) -> Endpoint:
    """Send an endpoint again all that happened since `moment` and that it wants, whether it had it before or not.

    Events come under their own ids, those of one aggregate in order; what happens meanwhile comes as ever and may come
    in between. A worker does it batch by batch, and waits while the endpoint is stopped. Whoever asks again begins
    anew. Raises UnknownEndpoint, and EndpointStopped.
    """
    return _begin(endpoint, reading.cursor_at(moment), moment, actor=actor, client=client)


def replay_after(endpoint: EndpointId, cursor: str, *, actor: Actor, client: UUID | None = None) -> Endpoint:
    """Send an endpoint again all that stands behind a cursor of `outbox.events_after`, as `replay_since` does.

    Raises UnknownEndpoint, EndpointStopped, and BadCursor.
    """
    reading.position_of(cursor)
    return _begin(endpoint, cursor, None, actor=actor, client=client)


@retried
def halt_replay(endpoint: EndpointId, *, actor: Actor, client: UUID | None = None) -> Endpoint:
    """Send no more of the past; what was handed on already is sent. Raises UnknownEndpoint."""
    row = find_row(endpoint, client)
    _set(row, "", None, None)
    trail.record("webhooks.halt_replay", trail.Subject("webhook", row.id), actor=actor)
    return shown(row)


def go_on() -> int:
    """Hand on what is to be sent again, for every endpoint that is not stopped; return how many events it was."""
    asked = models.Endpoint.objects.filter(active=True, archived_at=None, again_until__isnull=False)
    return sum(_hand_on(each) for each in asked.values_list("id", flat=True))


def _hand_on(endpoint: UUID) -> int:
    number = 0
    for _ in range(MOST_BATCHES):
        handed = _batch(endpoint)
        if handed is None:
            break
        number += handed
    return number


@retried
def _batch(endpoint: UUID) -> int | None:
    """Hand on the next events; None when there is nothing more to be handed on."""
    with transaction.atomic():
        row = models.Endpoint.objects.select_for_update().get(id=endpoint)
        if row.again_until is None or not row.active or row.archived_at:
            return None
        since, until, book = row.again_since, row.again_until, row.book

        def is_asked(record: Record) -> bool:
            return record.occurred_at < until and not (since and record.occurred_at < since) and concerns(record, book)

        page = reading.events_after(row.again_after, row.types, BATCH, is_asked)
        if page.records:
            fanout.write_again(
                [(row.id, record) for record in page.records],
                {record.id: fanout.body_of(record) for record in page.records},
            )
        if page.more:
            _set(row, page.cursor, since, until)
        else:
            _set(row, "", None, None)
        return len(page.records)


@retried
def _begin(endpoint: EndpointId, cursor: str, since: datetime | None, *, actor: Actor, client: UUID | None) -> Endpoint:
    row = find_row(endpoint, client)
    if not row.active:
        raise errors.EndpointStopped(endpoint=str(endpoint))
    _set(row, cursor, since, clock.now())
    details: dict[str, trail.Detail] = {"since": since.isoformat()} if since else {"after": cursor}
    trail.record("webhooks.replay_past", trail.Subject("webhook", row.id), actor=actor, details=details)
    return shown(row)


def _set(row: models.Endpoint, after: str, since: datetime | None, until: datetime | None) -> None:
    row.again_after, row.again_since, row.again_until = after, since, until
    row.save(update_fields=["again_after", "again_since", "again_until"])
