"""One LISTEN connection for the whole process, whatever the number of clients; it comes back by itself."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import psycopg
import structlog
from psycopg import sql

from oneshelf.kernel import decoding
from oneshelf.kernel.outbox.live import CHANNEL
from oneshelf.surfaces.live.hub import EVERYTHING, RESYNC, SOMETHING, Hub, Message

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 10.0
"""The pauses between attempts to connect again; they double."""

PROBE_EVERY_S = 20.0
"""How often a silent connection is asked whether it still lives."""

_log = structlog.get_logger(__name__)


class Notice(msgspec.Struct, frozen=True):
    """What a notification carries (see `kernel.outbox.live`): no data of the event, pages ask for that."""

    type: str
    aggregate: str
    id: str
    topics: list[str]


class Told(msgspec.Struct, frozen=True):
    """What a page is told: the topic that it follows, and which event it was."""

    topic: str
    type: str
    aggregate: str
    id: str


class Listener:
    """Reads notifications and hands them to a hub until cancelled. `connected` says whether it hears anything now."""

    def __init__(self, hub: Hub, parameters: dict[str, Any]) -> None:
        self._hub = hub
        self._parameters = parameters
        self.connected = False

    async def run(self) -> None:
        """Listen; when the connection is lost, connect again and tell every page that it may have missed something."""
        pause = FIRST_PAUSE_S
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**self._parameters, autocommit=True) as connection:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
                    self.connected, pause = True, FIRST_PAUSE_S
                    self._hub.publish_to_all(RESYNC)
                    await self._hear(connection)
            except psycopg.OperationalError as error:
                _log.warning("live events are cut off from the database", reason=str(error), again_in_s=pause)
            finally:
                self.connected = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _hear(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for notification in connection.notifies(timeout=PROBE_EVERY_S):
                self._hand_over(notification.payload)
            await connection.execute("SELECT 1")

    def _hand_over(self, payload: str) -> None:
        try:
            notice = decoding.decode(payload, Notice)
        except msgspec.DecodeError as error:
            _log.error("a notification could not be read", reason=str(error))
            return
        for topic in notice.topics:
            told = Told(topic=topic, type=notice.type, aggregate=notice.aggregate, id=notice.id)
            self._hub.publish(topic, Message(event=notice.type, id=notice.id, data=msgspec.json.encode(told).decode()))
        self._hub.publish(EVERYTHING, SOMETHING)
