"""The sender: a loop of the worker that claims deliveries whose time has come, sends them and notes what came of it.

Many endpoints are asked at once, few tries each, so that a slow one holds up nobody else. A claim is a lease, renewed
by a heartbeat as long as the try runs: when the worker dies, another sends it again, under the same id.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import DATABASE_ERRORS
from oneshelf.kernel.webhooks import endpoints, rules
from oneshelf.kernel.webhooks.sending import Outcome, Post
from oneshelf.kernel.webhooks.types import DeliveryState, Parcel

R = TypeVar("R")

MOST_AT_ONCE = 64
"""Tries under way at once, in this process."""

EACH_AT_ONCE = 8
"""Tries under way at once to one endpoint, by all processes together (about: two may claim at the same moment)."""

POLL_S = 0.2
"""How long the sender rests, in seconds, when nothing is due."""

LEASE = timedelta(seconds=30)
"""How long a claim lasts without a sign of life: a killed worker's are sent again so much later."""

PATIENCE_S = 5.0
"""How long, in seconds, tries under way may take when the worker stops."""

_log = structlog.get_logger(__name__)

_CLAIM = sql.statement(__name__, "claim", row=Parcel)
_RENEW = sql.statement(__name__, "renew")
_RELEASE = sql.statement(__name__, "release")
_SETTLE = sql.statement(__name__, "settle")
_ATTEMPT = sql.statement(__name__, "attempt")
_WELL = sql.statement(__name__, "endpoint_well")


def run(stop: threading.Event) -> None:
    """Send until `stop` is set. Survives a database that goes away and returns."""
    asyncio.run(Sender().run(stop))


class Sender:
    """A worker's sender with its own identity; `lease` is shorter in tests."""

    def __init__(self, lease: timedelta = LEASE) -> None:
        self.owner = new_id()
        self._lease = lease
        self._under_way: dict[UUID, asyncio.Task[None]] = {}
        self._database = ThreadPoolExecutor(1, thread_name_prefix="webhooks-database")
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every address

    async def run(self, stop: threading.Event) -> None:
        """Claim and send until `stop` is set, then let what is under way end."""
        self._post = Post(local=settings.WEBHOOKS_LOCAL)
        beating = asyncio.create_task(self._beat())
        try:
            while not stop.is_set():
                await self._round()
            await self._end()
        finally:
            beating.cancel()
            await self._post.close()
            await self._ask(_close)
            self._database.shutdown()

    async def _round(self) -> None:
        claimed: list[Parcel] = []
        try:
            if len(self._under_way) < MOST_AT_ONCE:
                claimed = await self._ask(lambda: claim(self.owner, self._lease, MOST_AT_ONCE - len(self._under_way)))
        except DATABASE_ERRORS as error:
            _log.error("webhooks: the database failed, trying again", error=str(error))
            await self._ask(_close)
            await asyncio.sleep(1)
        for parcel in claimed:
            self._under_way[parcel.id] = asyncio.create_task(self._deliver(parcel))
        if not claimed:
            await asyncio.sleep(POLL_S)
        else:
            await asyncio.wait(list(self._under_way.values()), timeout=POLL_S, return_when=asyncio.FIRST_COMPLETED)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            outcome = await self._post.send(parcel)
            await self._ask(lambda: settle(parcel, outcome, self.owner))
        except DATABASE_ERRORS as error:
            _log.error("webhooks: an outcome could not be kept, it will be sent again", error=str(error))
            await self._ask(_close)
        finally:
            del self._under_way[parcel.id]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            claims = list(self._under_way)
            try:
                await self._ask(lambda: _RENEW.execute(deliveries=claims, owner=self.owner, lease=self._lease))  # noqa: B023
            except DATABASE_ERRORS as error:
                _log.error("webhooks: heartbeat failed", error=str(error))
                await self._ask(_close)

    async def _end(self) -> None:
        if self._under_way:
            await asyncio.wait(list(self._under_way.values()), timeout=PATIENCE_S)
        left = dict(self._under_way)
        for task in left.values():
            task.cancel()
        if left:
            await asyncio.wait(list(left.values()))
            await self._ask(lambda: _RELEASE.execute(deliveries=list(left), owner=self.owner))

    async def _ask(self, work: Callable[[], R]) -> R:
        """Do something with the database, in the one thread that does."""
        return await asyncio.get_running_loop().run_in_executor(self._database, work)


def claim(owner: UUID, lease: timedelta, most: int) -> list[Parcel]:
    """Claim up to `most` deliveries whose time has come, the first of each aggregate only."""
    return _CLAIM.all(owner=owner, lease=lease, most=most, each=EACH_AT_ONCE, calm_after=rules.CALM_AFTER)


@transaction.atomic
def settle(parcel: Parcel, outcome: Outcome, owner: UUID) -> None:
    """Keep what a try came to; nothing when another worker has the delivery by now."""
    verdict = rules.verdict(outcome.status)
    state, next_at = _next(verdict, parcel.tries + 1)
    if not _SETTLE.execute(delivery=parcel.id, owner=owner, state=state.value, next_at=next_at):
        return
    _ATTEMPT.execute(
        delivery=parcel.id,
        took_ms=outcome.took_ms,
        status=outcome.status,
        fault=outcome.fault.value,
        answer=outcome.answer,
    )
    if verdict is rules.Verdict.TAKEN:
        _WELL.execute(endpoint=parcel.endpoint)
    else:
        endpoints.note_failure(parcel.endpoint, gone=verdict is rules.Verdict.GONE, given_up=next_at is None)


def _close() -> None:
    """Close the connection of the thread that calls this: it is looked up here, not where the call was asked for."""
    connection.close()


def _next(verdict: rules.Verdict, tries: int) -> tuple[DeliveryState, datetime | None]:
    if verdict is rules.Verdict.TAKEN:
        return DeliveryState.TAKEN, None
    pause = rules.pause_after(tries, random.random())
    if pause is None:
        return DeliveryState.GIVEN_UP, None
    return DeliveryState.WAITING, clock.now() + pause
