"""Events for programs: read by cursor, and tickets to hear them live."""

from __future__ import annotations

from inspect import cleandoc
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _
from msgspec import Meta

from oneshelf.kernel import tickets
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.outbox import public as outbox
from oneshelf.surfaces.api import shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

Types = Annotated[
    str,
    Meta(
        max_length=2_000,
        description="The types wanted, with commas between: `orders.order_placed.v1`, `orders.*`; all when left out.",
    ),
]


class EventsQuery(shapes.Given, frozen=True):
    """What narrows the events."""

    after: (
        Annotated[str, Meta(max_length=100, description="`next` of the page before; the oldest event when left out.")]
        | None
    ) = None
    types: Types | None = None
    limit: Annotated[int, Meta(ge=1, le=500, description="The most events of a page.")] = 100


class CloudEvent(msgspec.Struct, frozen=True):
    """An event in its CloudEvents 1.0 envelope. `subject` is what it happened to, `sequence` its number there."""

    specversion: str
    id: UUID
    source: str
    type: str
    subject: UUID
    time: str
    datacontenttype: str
    sequence: str
    data: dict[str, Any]


class EventPage(msgspec.Struct, frozen=True):
    """A page of events. `next` is where to go on, now when there is `more`, otherwise a while later."""

    items: list[CloudEvent]
    next: str
    more: bool


class EventType(msgspec.Struct, frozen=True):
    """A type of event, and when it happens."""

    type: str
    description: str


class EventTypes(msgspec.Struct, frozen=True):
    """Every type that this release announces."""

    items: list[EventType]


class EventCursor(msgspec.Struct, frozen=True):
    """A place in the row of events."""

    cursor: str


class NewEventStream(shapes.Given, frozen=True):
    """What to hear of."""

    types: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=100)]],
        Meta(min_length=1, max_length=50, description="`orders.order_placed.v1`, `orders.*`, or `*`."),
    ]


class EventStream(msgspec.Struct, frozen=True):
    """Where to listen. `url` holds the ticket, which opens a stream for `seconds`; an open one stays open."""

    url: str
    seconds: int


@operation("GET", "/events", summary="Read events by cursor", tag="events", needs="events.read", gives=EventPage)
def list_events(call: Call, query: EventsQuery) -> Reply:
    """Return the events behind a cursor in the order in which they were committed; nothing is ever skipped.

    Keep `next` with what you did about the page, and go on from there: what was committed late comes late, never
    behind your back. After a crash you may see events again (at least once), so remember their ids. Events of one
    `subject` come by their `sequence`. A key of one market sees that market's events and those of none (catalogue,
    customers). They carry ids, never personal data, and are kept for good. A page may be empty although there is
    `more`, when many events of other types lie between, and holds a few more than `limit` where events of one subject
    stand the other way round.
    """
    book = book_of(call, "events.read")
    try:
        page = outbox.events_after(
            query.after, wanted_types(query.types), query.limit, lambda record: outbox.concerns(record, book)
        )
    except outbox.BadCursor as error:
        cure = _("Send the “next” of the page before, or nothing for the first.")
        raise Invalid(name="after", value=query.after or "", cure=cure) from error
    items = [outbox.envelope(record, settings.PUBLIC_URL) for record in page.records]
    return Reply({"items": items, "next": page.cursor, "more": page.more})


@operation("GET", "/events/types", summary="List types of events", tag="events", needs="events.read", gives=EventTypes)
def list_event_types(call: Call) -> Reply:
    """Return every type of event with a sentence. Fields are added to a type, never changed: that is a new version."""
    known = sorted(outbox.Event.known.items())
    return Reply(EventTypes([EventType(name, _sentence(kind.__doc__)) for name, kind in known]))


@operation("GET", "/events/cursor", summary="Show the present", tag="events", needs="events.read", gives=EventCursor)
def show_event_cursor(call: Call) -> Reply:
    """Return the cursor of this moment, for who wants to hear of what happens from now on only."""
    return Reply(EventCursor(outbox.present()))


@operation(
    "POST",
    "/events/streams",
    summary="Listen to events",
    tag="events",
    needs="events.read",
    gives=EventStream,
    status=201,
)
def open_event_stream(call: Call, body: NewEventStream) -> Reply:
    """Return an address that streams events (server-sent events) as they are committed.

    `GET` it within the time given. Each message is a CloudEvents envelope; its `id` is a cursor. When the stream ends,
    ask for a new address and send the last `id` as `Last-Event-ID`: you go on where you were. Without it a stream
    begins at the present.
    """
    book = book_of(call, "events.read")
    ticket = tickets.issue_stream(body.types, book, call.actor)
    return Reply(EventStream(f"{settings.LIVE_URL}/live/events?ticket={ticket}", tickets.GOOD_FOR_S), 201)


def book_of(call: Call, permission: str) -> UUID | None:
    """Return the market whose events the caller may hear of, None for every market.

    Raises NotAllowed to a key of one place, since events are a whole market's, and UnknownMarket.
    """
    call.actor.require(permission)
    bound = call.client.book if call.client else None
    return call.market.id if bound is not None or call.request.GET.get("market") else None


def wanted_types(text: str | None) -> list[str]:
    """Return the types in a list with commas; every type, when it is left out."""
    found = [each.strip() for each in (text or "*").split(",")]
    return [each for each in found if each] or ["*"]


def _sentence(docstring: str | None) -> str:
    return " ".join(cleandoc(docstring or "").split("\n\n")[0].split())
