"""What the API refuses before a module hears of it."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownAddress(Refusal):
    """The API has nothing at `path`."""

    code = "unknown_address"
    status = 404
    path: str


@dataclass(eq=False)
class WrongMethod(Refusal):
    """What is at this address does not take `method`; it takes `allowed`."""

    code = "wrong_method"
    status = 405
    method: str
    allowed: str


@dataclass(eq=False)
class NotSignedIn(Refusal):
    """The request carries no key, and this is not for everybody; or its key is nobody's."""

    code = "not_signed_in"
    status = 401
    field = "Authorization"


@dataclass(eq=False)
class NotJson(Refusal):
    """The body cannot be read as JSON: `reason` says where it stops making sense."""

    code = "not_json"
    status = 400
    reason: str


@dataclass(eq=False)
class WrongMediaType(Refusal):
    """The body is `value`, where application/json is read."""

    code = "wrong_media_type"
    status = 415
    field = "Content-Type"
    value: str


@dataclass(eq=False)
class BodyTooLarge(Refusal):
    """The body has `value` bytes, or does not say how many; `most` are read."""

    code = "body_too_large"
    status = 413
    field = "Content-Length"
    value: str
    most: int


@dataclass(eq=False)
class KeyMissing(Refusal):
    """The request must carry an idempotency key, since doing it twice would cost somebody money."""

    code = "idempotency_key_missing"
    status = 422
    field = "Idempotency-Key"


@dataclass(eq=False)
class TooManyRequests(Refusal):
    """The caller asked more often than agreed; `retry_after` seconds from now it may ask again."""

    code = "too_many_requests"
    status = 429
    retry_after: int


@dataclass(eq=False)
class ChannelClosed(Refusal):
    """Channel `channel` takes no orders, or none from this caller."""

    code = "channel_closed"
    status = 422
    field = "channel"
    channel: str


@dataclass(eq=False)
class UnknownCard(Refusal):
    """Nobody has customer card `card`."""

    code = "unknown_card"
    status = 422
    field = "customer_card"
    card: str


@dataclass(eq=False)
class Fault(Refusal):
    """Something of ours broke; the log knows it by `reference`."""

    code = "fault"
    status = 500
    reference: str
