"""Webhooks of the calling program: addresses to which its events are sent, their log, and sending again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from msgspec import structs

from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.surfaces.api import cursors
from oneshelf.surfaces.api.calls import REPLAYED, Call, Reply
from oneshelf.surfaces.api.events import book_of
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.webhook_shapes import (
    DeliveriesQuery,
    NewWebhook,
    Webhook,
    WebhookDelivery,
    WebhookDeliveryPage,
    WebhookPast,
    WebhookReplay,
    Webhooks,
    WebhookTries,
    WebhookTry,
)

MANAGE = "webhooks.manage"


@operation("GET", "/webhooks", summary="List webhooks", tag="webhooks", needs=MANAGE, gives=Webhooks)
def list_webhooks(call: Call) -> Reply:
    """Return the webhooks that this key has made."""
    return Reply(Webhooks([_shown(each) for each in webhooks.list_endpoints(_client(call))]))


@operation(
    "POST",
    "/webhooks",
    summary="Make a webhook",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    status=201,
    refuses=(webhooks.BadAddress, webhooks.UnknownEventType, webhooks.TooManyEndpoints),
)
def create_webhook(call: Call, body: NewWebhook) -> Reply:
    """Have events sent to an address, signed by the Standard Webhooks specification, from this moment on.

    The answer holds the `secret`, which nobody can see again. Each event comes at least once, with the same
    `webhook-id` at each try; answer 2xx within 15 seconds, or it comes again, for three days. 410 stops the webhook.
    """
    book, client = book_of(call, MANAGE), _client(call)

    def work() -> Webhook:
        made, secret = webhooks.create_endpoint(
            body.url, body.types, description=body.description, actor=call.actor, client=client, book=book
        )
        return structs.replace(_shown(made), secret=secret)

    return _once_with_secret(call, work)


@operation(
    "GET",
    "/webhooks/{webhook}",
    summary="Show a webhook",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    refuses=(webhooks.UnknownEndpoint,),
)
def show_webhook(call: Call, webhook: str) -> Reply:
    """Return one webhook of this key."""
    return Reply(_shown(webhooks.get_endpoint(_id(webhook), _client(call))))


@operation(
    "PUT",
    "/webhooks/{webhook}",
    summary="Change a webhook",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    refuses=(webhooks.UnknownEndpoint, webhooks.BadAddress, webhooks.UnknownEventType),
)
def change_webhook(call: Call, webhook: str, body: NewWebhook) -> Reply:
    """Give a webhook another address, other types, or another description; what is on its way goes to the new one."""
    changed = webhooks.change_endpoint(
        _id(webhook),
        url=body.url,
        types=body.types,
        description=body.description,
        actor=call.actor,
        client=_client(call),
    )
    return Reply(_shown(changed))


@operation(
    "DELETE",
    "/webhooks/{webhook}",
    summary="Remove a webhook",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhooks,
    refuses=(webhooks.UnknownEndpoint,),
)
def remove_webhook(call: Call, webhook: str) -> Reply:
    """End a webhook for good, and return those that are left."""
    webhooks.remove_endpoint(_id(webhook), actor=call.actor, client=_client(call))
    return list_webhooks(call)


@operation(
    "POST",
    "/webhooks/{webhook}/secret",
    summary="Exchange the secret",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    refuses=(webhooks.UnknownEndpoint,),
)
def rotate_webhook_secret(call: Call, webhook: str) -> Reply:
    """Make a new secret and return it. For a day each request carries two signatures, the old secret's too."""
    client = _client(call)

    def work() -> Webhook:
        secret = webhooks.rotate_secret(_id(webhook), actor=call.actor, client=client)
        return structs.replace(_shown(webhooks.get_endpoint(_id(webhook), client)), secret=secret)

    return _once_with_secret(call, work, 200)


@operation(
    "POST",
    "/webhooks/{webhook}/start",
    summary="Start a webhook",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    refuses=(webhooks.UnknownEndpoint,),
)
def start_webhook(call: Call, webhook: str) -> Reply:
    """Send again, what waited first. What happened while it was stopped is not sent: read it by cursor."""
    client = _client(call)
    return call.once(lambda: Reply(_shown(webhooks.start_endpoint(_id(webhook), actor=call.actor, client=client))))


@operation(
    "POST",
    "/webhooks/{webhook}/stop",
    summary="Stop a webhook",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    refuses=(webhooks.UnknownEndpoint,),
)
def stop_webhook(call: Call, webhook: str) -> Reply:
    """Send nothing more until it is started again."""
    client = _client(call)
    return call.once(lambda: Reply(_shown(webhooks.stop_endpoint(_id(webhook), actor=call.actor, client=client))))


@operation(
    "POST",
    "/webhooks/{webhook}/try",
    summary="Try a webhook",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    status=202,
    refuses=(webhooks.UnknownEndpoint, webhooks.EndpointStopped),
)
def try_webhook(call: Call, webhook: str) -> Reply:
    """Send an event that means nothing (`webhooks.tried.v1`), to see that it arrives."""
    client = _client(call)

    def work() -> Reply:
        webhooks.try_endpoint(_id(webhook), actor=call.actor, client=client)
        return Reply(_shown(webhooks.get_endpoint(_id(webhook), client)), 202)

    return call.once(work)


@operation(
    "GET",
    "/webhooks/{webhook}/deliveries",
    summary="List deliveries",
    tag="webhooks",
    needs=MANAGE,
    gives=WebhookDeliveryPage,
    refuses=(webhooks.UnknownEndpoint,),
)
def list_webhook_deliveries(call: Call, webhook: str, query: DeliveriesQuery) -> Reply:
    """Return what was sent and what waits, the latest first; what ended is kept for 30 days."""
    endpoint = webhooks.get_endpoint(_id(webhook), _client(call))
    state = webhooks.DeliveryState(query.state) if query.state else None
    before = cursors.read(query.cursor)[1]
    found = webhooks.list_deliveries(endpoint.id, state=state, before=before, most=query.limit + 1)
    shown = found[: query.limit]
    more = cursors.write(shown[-1].created_at, shown[-1].id) if len(found) > query.limit else None
    return Reply(WebhookDeliveryPage([_delivery(each) for each in shown], more))


@operation(
    "GET",
    "/webhooks/{webhook}/deliveries/{delivery}/tries",
    summary="List tries of a delivery",
    tag="webhooks",
    needs=MANAGE,
    gives=WebhookTries,
    refuses=(webhooks.UnknownEndpoint, webhooks.UnknownDelivery),
)
def list_webhook_tries(call: Call, webhook: str, delivery: str) -> Reply:
    """Return what each try came to, the latest first."""
    endpoint = webhooks.get_endpoint(_id(webhook), _client(call))
    found = webhooks.attempts(endpoint.id, _delivery_id(delivery))
    return Reply(WebhookTries([WebhookTry(t.at, t.took_ms, t.status, t.fault or None, t.answer) for t in found]))


@operation(
    "POST",
    "/webhooks/{webhook}/deliveries/{delivery}/replay",
    summary="Send a delivery again",
    tag="webhooks",
    needs=MANAGE,
    gives=WebhookReplay,
    status=202,
    refuses=(webhooks.UnknownEndpoint, webhooks.UnknownDelivery, webhooks.EndpointStopped),
)
def replay_webhook_delivery(call: Call, webhook: str, delivery: str) -> Reply:
    """Send one delivery once more, at once, under the same `webhook-id`."""
    client = _client(call)

    def work() -> Reply:
        webhooks.replay(_id(webhook), _delivery_id(delivery), actor=call.actor, client=client)
        return Reply(WebhookReplay(1), 202)

    return call.once(work)


@operation(
    "POST",
    "/webhooks/{webhook}/replay",
    summary="Send what was given up again",
    tag="webhooks",
    needs=MANAGE,
    gives=WebhookReplay,
    status=202,
    refuses=(webhooks.UnknownEndpoint, webhooks.EndpointStopped),
)
def replay_webhook(call: Call, webhook: str) -> Reply:
    """Send every delivery that was given up, and is still kept, once more."""
    client = _client(call)

    def work() -> Reply:
        return Reply(WebhookReplay(webhooks.replay_given_up(_id(webhook), actor=call.actor, client=client)), 202)

    return call.once(work)


@operation(
    "POST",
    "/webhooks/{webhook}/replay-past",
    summary="Send the past again",
    tag="webhooks",
    needs=MANAGE,
    gives=Webhook,
    status=202,
    refuses=(webhooks.UnknownEndpoint, webhooks.EndpointStopped),
)
def replay_webhook_past(call: Call, webhook: str, body: WebhookPast) -> Reply:
    """Send again whatever the webhook wants of all that happened since a moment, or stands behind a cursor.

    Also what was taken before, or happened while the webhook was stopped or not yet made. Events come under their own
    ids, those of one `subject` by their `sequence`; what happens meanwhile may come in between. Asking again begins
    anew; a crash is gone on from. `again_until` is null when all of it was handed on.
    """
    client, endpoint = _client(call), _id(webhook)
    if (body.since is None) == (body.after is None):
        raise Invalid(name="since", value="", cure=_("Say either since when, or behind which cursor."))
    if body.since is not None and body.since.tzinfo is None:
        raise Invalid(
            name="since", value=body.since.isoformat(), cure=_("Say in which time zone, as in “…T09:00:00Z”.")
        )

    def work() -> Reply:
        if body.since is not None:
            return Reply(_shown(webhooks.replay_since(endpoint, body.since, actor=call.actor, client=client)), 202)
        try:
            begun = webhooks.replay_after(endpoint, body.after or "", actor=call.actor, client=client)
        except outbox.BadCursor as error:
            cure = _("Send the “next” of the page before, or nothing for the first.")
            raise Invalid(name="after", value=body.after or "", cure=cure) from error
        return Reply(_shown(begun), 202)

    return call.once(work)


def _client(call: Call) -> UUID:
    """Return who calls. Raises NotAllowed to a key of one place, since events are a whole market's."""
    call.actor.require(MANAGE)
    assert call.client is not None, "webhooks need a key"
    return call.client.id


def _once_with_secret(call: Call, work: Callable[[], Webhook], status: int = 201) -> Reply:
    """Do `work` once for its key. The answer that is kept for a repetition holds no secret."""
    claim = call.claim()
    if claim is None:
        return Reply(work(), status)
    fresh: list[Webhook] = []

    def kept() -> idempotency.Answer:
        fresh[:] = [work()]
        return idempotency.Answer(status, msgspec.json.encode(structs.replace(fresh[0], secret=None)).decode())

    answer = idempotency.once(claim, kept)
    return Reply(fresh[0], status) if fresh else Reply(answer.body.encode(), answer.status, REPLAYED)


def _id(text: str) -> webhooks.EndpointId:
    try:
        return webhooks.EndpointId(UUID(text))
    except ValueError:
        raise webhooks.UnknownEndpoint(endpoint=text[:64]) from None


def _delivery_id(text: str) -> webhooks.DeliveryId:
    try:
        return webhooks.DeliveryId(UUID(text))
    except ValueError:
        raise webhooks.UnknownDelivery(delivery=text[:64]) from None


def _shown(each: webhooks.Endpoint) -> Webhook:
    return Webhook(
        id=each.id,
        url=each.url,
        types=list(each.types),
        description=each.description,
        active=each.active,
        stopped_because=each.stopped_because or None,
        failing_since=each.failing_since,
        old_secret_until=each.old_secret_until,
        created_at=each.created_at,
        again_until=each.again_until,
    )


def _delivery(each: webhooks.Delivery) -> WebhookDelivery:
    state: Any = each.state
    return WebhookDelivery(
        id=each.id,
        event=each.event,
        type=each.type,
        subject=each.aggregate,
        state=state,
        tries=each.tries,
        next_try_at=each.next_at,
        status=each.status,
        fault=each.fault or None,
        created_at=each.created_at,
        ended_at=each.ended_at,
    )
