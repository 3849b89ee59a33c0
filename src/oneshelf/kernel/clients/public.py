"""Clients: programs that act in the house by themselves, such as marketplaces, agents and tills of other makers.

Each has a key, sent as `Authorization: Bearer osk_...`: 32 random bytes, of which only the SHA-256 is kept (they
cannot be guessed, so a slow hash would protect nothing). A client has a list of permissions, and may be bound to
one `book` (the part of the house whose numbers it may see and change, a plain id) and to one `place`.

Invariants: a key is shown once; a revoked one ends within REMEMBERED_S in every process; clients are archived,
never deleted, since orders and the audit trail name them. Permission: `clients.manage`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NewType
from uuid import UUID

from oneshelf.kernel import caches, clock
from oneshelf.kernel.actors import Actor, ActorKind, Grant, permissions
from oneshelf.kernel.clients import models
from oneshelf.kernel.clients.errors import UnknownClient, UnknownPermission
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried

__all__ = [
    "KEY_BEGINS",
    "REMEMBERED_S",
    "REQUESTS_PER_SECOND",
    "Client",
    "ClientId",
    "UnknownClient",
    "UnknownPermission",
    "create_client",
    "find_by_key",
    "list_clients",
    "revoke",
    "when_revoked",
]

ClientId = NewType("ClientId", UUID)

KEY_BEGINS = "osk_"
"""By this a key is recognised, also by programs that look for secrets in what people publish."""

REMEMBERED_S = 3.0
"""How many seconds a process goes on without asking the database about a key."""

REQUESTS_PER_SECOND = 50
"""What a client may ask when nobody said otherwise."""

_SHOWN_OF_KEY = 12


@dataclass(frozen=True)
class Client:
    """A program that may act. `book` and `place`, when given, are the only ones for which its permissions hold."""

    id: ClientId
    name: str
    key_prefix: str
    permissions: frozenset[str]
    book: UUID | None
    place: UUID | None
    requests_per_second: int
    revoked: bool

    @cached_property
    def actor(self) -> Actor:
        """The client as the doer of verbs."""
        return Actor(ActorKind.CLIENT, self.id, frozenset(Grant(each, self.place) for each in self.permissions))


_CLIENTS = caches.Cache[bytes, Client]("clients", most=10_000, max_age_s=REMEMBERED_S)


@retried
def create_client(
    name: str,
    permissions_given: Iterable[str],
    *,
    actor: Actor,
    book: UUID | None = None,
    place: UUID | None = None,
    requests_per_second: int = REQUESTS_PER_SECOND,
) -> tuple[Client, str]:
    """Make a client and return it with its key, which nobody can see again. Raises UnknownPermission."""
    wanted = sorted(set(permissions_given))
    for permission in wanted:
        if permission not in permissions():
            raise UnknownPermission(permission=permission)
    key = KEY_BEGINS + secrets.token_urlsafe(32)
    row = models.Client.objects.create(
        id=new_id(),
        name=name,
        key_hash=_hash(key),
        key_prefix=key[:_SHOWN_OF_KEY],
        permissions=wanted,
        book=book,
        place=place,
        requests_per_second=requests_per_second,
        created_at=clock.now(),
    )
    trail.record("clients.create", trail.Subject("client", row.id), actor=actor, place=place)
    return _client(row), key


@retried
def revoke(client: ClientId, *, actor: Actor) -> None:
    """End a client's key; revoking it twice is harmless. Raises UnknownClient."""
    if not models.Client.objects.filter(id=client).exists():
        raise UnknownClient(client=str(client))
    if models.Client.objects.filter(id=client, archived_at=None).update(archived_at=clock.now()):
        trail.record("clients.revoke", trail.Subject("client", client), actor=actor)
        for end in _when_revoked:
            end(client)


_when_revoked: list[Callable[[UUID], None]] = []


def when_revoked(end: Callable[[UUID], None]) -> None:
    """Have `end` called with each client whose key is taken back, in that transaction; from `AppConfig.ready`."""
    if end not in _when_revoked:
        _when_revoked.append(end)


def find_by_key(key: str) -> Client | None:
    """Return the client whose key that is, or None when it is nobody's or was revoked.

    A web process asks the database at most once in REMEMBERED_S about the same key.
    """
    wanted = _hash(key)
    return _CLIENTS.get([wanted], _load).get(wanted) if key.startswith(KEY_BEGINS) else None


def list_clients() -> list[Client]:
    """Return every client by name, revoked ones too. There are hundreds at most."""
    return [_client(row) for row in models.Client.objects.order_by("name", "id")]


def _load(hashes: list[bytes]) -> dict[bytes, Client]:
    rows = models.Client.objects.filter(key_hash__in=hashes, archived_at=None)
    return {bytes(row.key_hash): _client(row) for row in rows}


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _client(row: models.Client) -> Client:
    return Client(
        id=ClientId(row.id),
        name=row.name,
        key_prefix=row.key_prefix,
        permissions=frozenset(row.permissions),
        book=row.book,
        place=row.place,
        requests_per_second=row.requests_per_second,
        revoked=row.archived_at is not None,
    )
