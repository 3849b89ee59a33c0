"""Hands each message to the clients that follow its topic. One event loop, no locks; a slow one loses only its own."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_WAITING = 200
"""How many messages may wait for one client; a client that has more to read is told to load again instead."""


@dataclass(frozen=True, slots=True)
class Message:
    """One server-sent event: its name, its id and its data in one line of JSON."""

    event: str
    id: str
    data: str

    def encoded(self) -> bytes:
        """Return it as the stream's bytes. Line breaks cannot occur: ids and types have none, JSON escapes them."""
        return f"id: {self.id}\nevent: {self.event}\ndata: {self.data}\n\n".encode()


RESYNC = Message(event="resync", id="", data="{}")
"""Tells a page that it may have missed something and should load again."""


EVERYTHING = "*"
"""The topic of programs that read events themselves: no ticket of a page can name it, since a topic has a colon."""

SOMETHING = Message(event="something", id="", data="{}")
"""Wakes such a program's stream; it is not sent."""

SHOPPERS_SHARE = 0.75
"""How much of the room shoppers may take. Anybody can be one, so they must not be able to shut staff out."""


class Full(Exception):
    """As many clients as allowed are connected."""


@dataclass(eq=False)
class Client:
    """One open stream: the topics it follows and what waits for it."""

    topics: frozenset[str]
    is_shopper: bool = False
    waiting: asyncio.Queue[Message | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def offer(self, message: Message | None) -> None:
        """Queue `message` (None ends the stream); when too much waits, replace all of it by RESYNC."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(RESYNC)
            if message is not None:
                return
        self.waiting.put_nowait(message)


class Hub:
    """Every client of this process, at most `most` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._clients: set[Client] = set()
        self._shoppers = 0
        self._followers: dict[str, set[Client]] = defaultdict(set)
        self._ended = False

    def __len__(self) -> int:
        return len(self._clients)

    def join(self, topics: Iterable[str], *, is_shopper: bool = False) -> Client:
        """Add a client; Full when there is no room for one of its kind, or the process is ending."""
        if self._ended or len(self._clients) >= self._most:
            raise Full
        if is_shopper and self._shoppers >= self._most * SHOPPERS_SHARE:
            raise Full
        client = Client(frozenset(topics), is_shopper)
        self._clients.add(client)
        self._shoppers += is_shopper
        for topic in client.topics:
            self._followers[topic].add(client)
        return client

    def leave(self, client: Client) -> None:
        """Forget a client."""
        if client in self._clients:
            self._shoppers -= client.is_shopper
        self._clients.discard(client)
        for topic in client.topics:
            self._followers[topic].discard(client)
            if not self._followers[topic]:
                del self._followers[topic]

    def publish(self, topic: str, message: Message) -> None:
        """Hand `message` to everybody who follows `topic`."""
        for client in self._followers.get(topic, ()):
            client.offer(message)

    def publish_to_all(self, message: Message) -> None:
        """Hand `message` to everybody."""
        for client in self._clients:
            client.offer(message)

    def end(self) -> None:
        """End every stream and take no more."""
        self._ended = True
        for client in self._clients:
            client.offer(None)
