"""Webhooks and their deliveries as they go over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.surfaces.api import shapes

Type = Annotated[str, Meta(min_length=1, max_length=100)]


class NewWebhook(shapes.Given, frozen=True):
    """Where to send what."""

    url: Annotated[str, Meta(min_length=1, max_length=2_000, description="A public https address.")]
    types: Annotated[
        list[Type], Meta(min_length=1, max_length=50, description="`orders.order_placed.v1`, `orders.*`, or `*`.")
    ]
    description: shapes.Text = ""


class Webhook(msgspec.Struct, frozen=True):
    """An address that gets events. `stopped_because` is `asked`, `failing`, `gone` or `revoked` when not `active`.

    `again_until` is set while the past, until then, is being sent again.
    """

    id: UUID
    url: str
    types: list[str]
    description: str
    active: bool
    stopped_because: str | None
    failing_since: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    again_until: datetime | None = None
    secret: str | None = None
    """Told once, when it is made: `whsec_...`; a repeated request gets null."""


class Webhooks(msgspec.Struct, frozen=True):
    """The caller's webhooks."""

    items: list[Webhook]


class WebhookDelivery(msgspec.Struct, frozen=True):
    """One event on its way. `status` and `fault` are what the last try came to."""

    id: UUID
    event: UUID
    type: str
    subject: UUID
    state: Literal["waiting", "taken", "given_up"]
    tries: int
    next_try_at: datetime | None
    status: int | None
    fault: str | None
    created_at: datetime
    ended_at: datetime | None


class WebhookDeliveryPage(msgspec.Struct, frozen=True):
    """A page of deliveries, the latest first."""

    items: list[WebhookDelivery]
    next: str | None


class WebhookTry(msgspec.Struct, frozen=True):
    """One try: `answer` is the beginning of what the receiver said."""

    at: datetime
    took_ms: int
    status: int | None
    fault: str | None
    answer: str


class WebhookTries(msgspec.Struct, frozen=True):
    """The tries of a delivery, the latest first."""

    items: list[WebhookTry]


class WebhookPast(shapes.Given, frozen=True):
    """From where on to send again: a moment, or the `next` of a page of events. One of both."""

    since: datetime | None = None
    after: Annotated[str, Meta(max_length=100)] | None = None


class WebhookReplay(msgspec.Struct, frozen=True):
    """How many deliveries will be sent again."""

    number: int


class DeliveriesQuery(shapes.Given, frozen=True):
    """What narrows the log."""

    state: Literal["waiting", "taken", "given_up"] | None = None
    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 50
