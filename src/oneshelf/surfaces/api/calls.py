"""One request on its way: who calls, for which market, under which key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import ANONYMOUS, Actor
from oneshelf.kernel.clients import public as clients
from oneshelf.kernel.errors import Invalid, NotAllowed
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.modules.markets.public import Market, MarketId
from oneshelf.surfaces.api import directory
from oneshelf.surfaces.api.errors import BodyTooLarge, KeyMissing, NotSignedIn, TooManyRequests, WrongMediaType
from oneshelf.surfaces.api.limits import Buckets

MOST_BYTES = 256 * 1024
"""The largest body that is read."""

_BEARER = "Bearer "
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_SHORTEST_SECRET_KEY = 16

buckets = Buckets()


@dataclass(frozen=True, slots=True)
class Reply:
    """What an operation answers: a body to be encoded (or encoded already), its status, and further headers."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The body as JSON."""
        return self.body if isinstance(self.body, bytes) else msgspec.json.encode(self.body)

    def response(self) -> HttpResponse:
        """The reply as HTTP."""
        return HttpResponse(
            self.encoded(), status=self.status, content_type="application/json", headers=dict(self.headers)
        )


@dataclass
class Call:
    """A request after the door: `client` is None for a shopper, who needs no key. `raw` is the body."""

    request: HttpRequest
    client: clients.Client | None
    raw: bytes = b""

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.client.actor if self.client else ANONYMOUS

    @cached_property
    def market(self) -> Market:
        """The market that the request is about: the client's own, the one named `?market=`, or the only one."""
        bound = MarketId(self.client.book) if self.client and self.client.book else None
        return directory.market_for(self.request.GET.get("market"), bound)

    @cached_property
    def key(self) -> str | None:
        """The idempotency key. Raises Invalid when it is not 1 to 255 visible ASCII characters."""
        key = self.request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is not None and not _KEY.fullmatch(key):
            cure = _("Send 1 to 255 visible ASCII characters, such as a UUID.")
            raise Invalid(name="Idempotency-Key", value=key, cure=cure)
        return key

    def claim(self, sender: str = "") -> idempotency.Claim | None:
        """Return what makes this request the same as an earlier one; None when it carries no key.

        A shopper has no name, so `sender` says what they hold; a key of theirs must be too long to be guessed when
        nothing else is held, since who repeats a request gets its answer.
        """
        if self.key is None:
            return None
        if self.client is None and not sender and len(self.key) < _SHORTEST_SECRET_KEY:
            cure = _("Without a client's key it takes at least %(least)s characters, such as a UUID.")
            cure %= {"least": _SHORTEST_SECRET_KEY}
            raise Invalid(name="Idempotency-Key", value=self.key, cure=cure)
        client = str(self.client.id) if self.client else f"shopper {sender}"
        operation = f"{self.request.method} {self.request.path_info}"
        return idempotency.Claim(client, operation, self.key, idempotency.body_hash(self.raw))

    def required_claim(self, sender: str = "") -> idempotency.Claim:
        """Return the claim of a request that must carry a key. Raises KeyMissing."""
        claim = self.claim(sender)
        if claim is None:
            raise KeyMissing
        return claim

    def once(self, work: Callable[[], Reply], sender: str = "") -> Reply:
        """Do `work` in a transaction and keep its reply, or give the one kept for the same key."""
        claim = self.claim(sender)
        if claim is None:
            return work()
        fresh: list[Reply] = []

        def kept() -> idempotency.Answer:
            fresh[:] = [work()]
            return idempotency.Answer(fresh[0].status, fresh[0].encoded().decode())

        answer = idempotency.once(claim, kept)
        return fresh[0] if fresh else Reply(answer.body.encode(), answer.status, REPLAYED)

    def once_if_repeatable(self, work: Callable[[], Reply], sender: str = "") -> Reply:
        """Do `work`, which is harmless to repeat and has transactions of its own, and keep its reply afterwards.

        Two that run at the same moment both do it; the first to end is kept and both get that.
        """
        claim = self.claim(sender)
        if claim is None:
            return work()
        kept = idempotency.find(claim)
        if kept is None:
            reply = work()
            kept = idempotency.claim(claim, idempotency.Answer(reply.status, reply.encoded().decode()))
            if kept is None:
                return reply
        return Reply(kept.body.encode(), kept.status, REPLAYED)


REPLAYED = {"Idempotency-Replayed": "true"}
"""Beside an answer that was given before."""


def enter(request: HttpRequest, *, needs: str, for_shoppers: bool) -> Call:
    """Find out who calls and whether they may. Raises NotSignedIn, NotAllowed and TooManyRequests.

    What a client may do at one place only is looked at again where the place is known.
    """
    header = request.META.get("HTTP_AUTHORIZATION")
    client = clients.find_by_key(header.removeprefix(_BEARER)) if header else None
    if client is not None:
        wait = buckets.wait(client.id, client.requests_per_second)
    else:
        wait = buckets.wait(accounts.source_of(address_of(request)), settings.API_SHOPPER_RATE)
    if wait:
        raise TooManyRequests(retry_after=wait)
    if client is None and (header or not for_shoppers):
        raise NotSignedIn
    if client is not None and needs not in client.permissions:
        raise NotAllowed(permission=needs)
    return Call(request, client)


def address_of(request: HttpRequest) -> str:
    """Return from where a request comes, past as many proxies as we trust (ONESHELF_PROXIES)."""
    return accounts.sent_from(request.META, proxies=settings.ALLAUTH_TRUSTED_PROXY_COUNT)


def read_body(call: Call) -> None:
    """Read the body into `call.raw`. Raises BodyTooLarge and WrongMediaType."""
    meta = call.request.META
    length = meta.get("CONTENT_LENGTH") or ("?" if "HTTP_TRANSFER_ENCODING" in meta else "0")
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise BodyTooLarge(value=length, most=MOST_BYTES)
    if call.request.content_type != "application/json":
        raise WrongMediaType(value=call.request.content_type or "")
    call.raw = call.request.body
