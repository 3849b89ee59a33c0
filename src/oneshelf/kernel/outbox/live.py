"""The live subscription: tells listening processes, by NOTIFY, what happened to which topics.

Its payload is JSON {"type", "aggregate", "id", "topics"}, shorter than PostgreSQL's limit of 8,000 bytes; an event
with more topics than fit is told in several. It begins at the present: nobody listened before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from oneshelf.kernel import sql
from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.events import Event, Record

NAME = "live"

CHANNEL = "oneshelf"
"""The channel of LISTEN and NOTIFY."""

LONGEST_PAYLOAD = 7_900
"""In bytes; PostgreSQL refuses 8,000."""

BATCH = 500

_NOTIFY = sql.statement(__name__, "notify")


def subscribe() -> None:
    """Register the live subscription in this process."""
    subscriptions.register(NAME, ["*"], notify, batch=BATCH, start=subscriptions.Start.NOW)


def notify(records: Sequence[Record]) -> None:
    """Send one notification an event (more when its topics are many) at the end of the caller's transaction."""
    _NOTIFY.execute(channel=CHANNEL, payloads=[text for record in records for text in payloads(record)])


def payloads(record: Record) -> Iterator[str]:
    """Yield the payloads of an event, each within the limit."""
    topics = _topics(record)
    while topics:
        taken = len(topics)
        while len(text := _payload(record, topics[:taken])) > LONGEST_PAYLOAD and taken > 1:
            taken = (taken + 1) // 2
        yield text.decode()
        topics = topics[taken:]


def _topics(record: Record) -> list[str]:
    if record.type in Event.known:
        return record.event.topics(record.aggregate)
    return [f"{record.type.partition('.')[0]}:{record.aggregate}"]  # written by a newer release


def _payload(record: Record, topics: list[str]) -> bytes:
    told = {"type": record.type, "aggregate": str(record.aggregate), "id": str(record.id), "topics": topics}
    return msgspec.json.encode(told)
