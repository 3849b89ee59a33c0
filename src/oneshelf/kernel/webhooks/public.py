"""Webhooks: events sent to other programs, signed by the Standard Webhooks specification.

An endpoint is an https address, the types of events that it wants, and a secret. From the moment it is made, each event
of those types that is committed reaches it at least once, under the same `webhook-id` at each try, in order for each
aggregate as long as deliveries are taken or given up one after the other. A try that fails is repeated for three days
(`rules.PAUSES`); an endpoint that says 410, or takes nothing for three days, is stopped and
`webhooks.endpoint_stopped.v1` says so. What was given up can be sent again for 30 days; what happened while an endpoint
was stopped is not sent, unless its owner asks for the past from a moment or a cursor on (`replay_since`).

An endpoint may belong to a `client`, with whose key it stops, and to a `book`, of which alone it hears, beside what
belongs to no book. Requests go to public addresses only, over TLS, and are not redirected (`rules.may_reach`). Secrets
are told once, kept sealed, and never logged. Permission: `webhooks.manage`.
"""

from __future__ import annotations

from oneshelf.kernel.webhooks.deliveries import (
    attempts,
    get_delivery,
    list_deliveries,
    replay,
    replay_given_up,
    try_endpoint,
)
from oneshelf.kernel.webhooks.endpoints import (
    change_endpoint,
    counts,
    create_endpoint,
    get_endpoint,
    known_types,
    list_endpoints,
    remove_endpoint,
    rotate_secret,
    start_endpoint,
    stop_endpoint,
)
from oneshelf.kernel.webhooks.errors import (
    BadAddress,
    EndpointStopped,
    TooManyEndpoints,
    UnknownDelivery,
    UnknownEndpoint,
    UnknownEventType,
)
from oneshelf.kernel.webhooks.past import halt_replay, replay_after, replay_since
from oneshelf.kernel.webhooks.types import (
    Attempt,
    Counts,
    Delivery,
    DeliveryId,
    DeliveryState,
    Endpoint,
    EndpointId,
    Fault,
)

__all__ = [
    "Attempt",
    "BadAddress",
    "Counts",
    "Delivery",
    "DeliveryId",
    "DeliveryState",
    "Endpoint",
    "EndpointId",
    "EndpointStopped",
    "Fault",
    "TooManyEndpoints",
    "UnknownDelivery",
    "UnknownEndpoint",
    "UnknownEventType",
    "attempts",
    "change_endpoint",
    "counts",
    "create_endpoint",
    "get_delivery",
    "get_endpoint",
    "halt_replay",
    "known_types",
    "list_deliveries",
    "list_endpoints",
    "remove_endpoint",
    "replay",
    "replay_after",
    "replay_given_up",
    "replay_since",
    "rotate_secret",
    "start_endpoint",
    "stop_endpoint",
    "try_endpoint",
]
