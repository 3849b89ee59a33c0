"""From the outbox to each endpoint that wants an event: a delivery row, written with the subscription's cursor.

So an event that was committed reaches every endpoint that was active then, and one row stands for it. Nothing is
sent here: the sender does that, and a slow receiver holds up nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from oneshelf.kernel import sql
from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.events import Record, concerns, envelope
from oneshelf.kernel.webhooks import models, rules

NAME = "webhooks"

BATCH = 200

_FAN_AGAIN = sql.statement(__name__, "fan_again")
_FAN_OUT = sql.statement(__name__, "fan_out")


def subscribe() -> None:
    """Register the subscription in this process. It begins at the present: nobody had an endpoint before."""
    subscriptions.register(NAME, ["*"], fan_out, batch=BATCH, start=subscriptions.Start.NOW)


def fan_out(records: Sequence[Record]) -> None:
    """Write a delivery for each endpoint that wants each of `records`, in the caller's transaction."""
    open_ones = list(models.Endpoint.objects.filter(active=True, archived_at=None).only("id", "book", "types"))
    wanted = [
        (endpoint.id, record)
        for record in records
        for endpoint in open_ones
        if rules.takes(endpoint.types, record.type) and concerns(record, endpoint.book)
    ]
    if wanted:
        bodies = {record.id: body_of(record) for _, record in wanted}
        write(wanted, bodies)


def write(wanted: Sequence[tuple[UUID, Record]], bodies: dict[UUID, str]) -> None:
    """Write deliveries that are due at once; one that is there already stays as it is."""
    _FAN_OUT.execute(**_columns(wanted, bodies))


def write_again(wanted: Sequence[tuple[UUID, Record]], bodies: dict[UUID, str]) -> None:
    """Write deliveries that are due at once; one that was taken or given up before is sent anew under its id."""
    _FAN_AGAIN.execute(**_columns(wanted, bodies))


def _columns(wanted: Sequence[tuple[UUID, Record]], bodies: dict[UUID, str]) -> dict[str, Any]:
    records = [record for _, record in wanted]
    return {
        "endpoints": [endpoint for endpoint, _ in wanted],
        "events": [record.id for record in records],
        "types": [record.type for record in records],
        "aggregates": [record.aggregate for record in records],
        "sequences": [record.sequence for record in records],
        "bodies": [bodies[record.id] for record in records],
    }


def body_of(record: Record) -> str:
    """Return what is sent of an event: its CloudEvents 1.0 envelope."""
    return msgspec.json.encode(envelope(record, settings.PUBLIC_URL)).decode()
