"""What webhooks refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownEndpoint(Refusal):
    """No endpoint of the caller has that id."""

    code = "unknown_endpoint"
    status = 404
    field = "endpoint"
    endpoint: str


@dataclass(eq=False)
class UnknownDelivery(Refusal):
    """No delivery of that endpoint has that id; those that ended are forgotten after a month."""

    code = "unknown_delivery"
    status = 404
    field = "delivery"
    delivery: str


@dataclass(eq=False)
class BadAddress(Refusal):
    """Nothing may be sent to `url`: it is no https address, or leads to a private network."""

    code = "bad_webhook_address"
    status = 422
    field = "url"
    url: str


@dataclass(eq=False)
class UnknownEventType(Refusal):
    """No event has the type `type`, nor do any begin with it."""

    code = "unknown_event_type"
    status = 422
    field = "types"
    type: str


@dataclass(eq=False)
class TooManyEndpoints(Refusal):
    """There are `most` endpoints already."""

    code = "too_many_endpoints"
    most: int


@dataclass(eq=False)
class EndpointStopped(Refusal):
    """The endpoint takes nothing until it is started again."""

    code = "endpoint_stopped"
    field = "endpoint"
    endpoint: str
