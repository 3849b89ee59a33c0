"""Tickets: who may follow which topics, signed, for 60 seconds, so that the live process needs no session."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from oneshelf.kernel.actors import Actor, ActorKind

GOOD_FOR_S = 60
"""How long after its issue a ticket opens a stream; the stream itself may stay open longer."""

MOST_TOPICS = 50
"""How many topics one ticket may name."""

_SALT, _STREAM_SALT = "oneshelf.live.ticket", "oneshelf.live.stream"


class BadTicket(Exception):
    """The ticket was not signed by us, was changed, or is too old."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a valid ticket allows: `holder` (kind and id of the actor) may follow `topics`."""

    holder: str
    topics: frozenset[str]

    @property
    def is_shopper(self) -> bool:
        """Whether the holder is anybody from outside, signed in or not."""
        return self.holder.split(":")[0] in {ActorKind.ANONYMOUS, ActorKind.CUSTOMER}


def issue(topics: list[str], actor: Actor) -> str:
    """Return a ticket for `actor` to follow `topics`. The caller has checked that the actor may."""
    assert 0 < len(topics) <= MOST_TOPICS, f"a ticket names 1 to {MOST_TOPICS} topics, not {len(topics)}"
    return signing.dumps({"topics": sorted(set(topics)), "holder": f"{actor.kind}:{actor.id or '-'}"}, salt=_SALT)


def read(text: str) -> Ticket:
    """Return what the ticket allows; BadTicket when it is not good (any more)."""
    try:
        said = signing.loads(text, salt=_SALT, max_age=GOOD_FOR_S)
    except signing.BadSignature as error:
        raise BadTicket(type(error).__name__) from error
    return Ticket(holder=said["holder"], topics=frozenset(said["topics"]))


@dataclass(frozen=True, slots=True)
class StreamTicket:
    """What a program's ticket allows: to hear events of `types` of one `book`, of all when None."""

    holder: str
    types: tuple[str, ...]
    book: UUID | None


def issue_stream(types: list[str], book: UUID | None, actor: Actor) -> str:
    """Return a ticket for `actor` to hear events themselves. The caller has checked that the actor may."""
    said = {"types": types, "book": str(book) if book else None, "holder": f"{actor.kind}:{actor.id or '-'}"}
    return signing.dumps(said, salt=_STREAM_SALT)


def read_stream(text: str) -> StreamTicket:
    """Return what a program's ticket allows; BadTicket when it is not good (any more)."""
    try:
        said = signing.loads(text, salt=_STREAM_SALT, max_age=GOOD_FOR_S)
    except signing.BadSignature as error:
        raise BadTicket(type(error).__name__) from error
    return StreamTicket(said["holder"], tuple(said["types"]), UUID(said["book"]) if said["book"] else None)
