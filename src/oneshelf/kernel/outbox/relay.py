"""The relay: one loop a worker process, which delivers the events of the subscriptions that it holds a lease on.

It polls, since a NOTIFY in the transactions that emit would make their commits wait for each other. A second thread
renews the leases, so that a slow handler keeps its subscription and a hung worker loses it. A worker that is gone loses
it at once: as long as it lives, its connection holds an advisory lock that others look for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connection

from oneshelf.kernel import sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.delivery import Lease, LeaseLost, deliver_letter, deliver_page
from oneshelf.kernel.outbox.subscriptions import Subscription
from oneshelf.kernel.transactions import DATABASE_ERRORS, retried

_log = structlog.get_logger(__name__)

POLL_S = 0.05
"""How long the relay rests, in seconds, when there was nothing to do."""

LEASE = timedelta(seconds=15)
"""How long a worker keeps a subscription without a sign of life."""

STUCK_S = 60.0
"""A step longer than this, in seconds, is taken for hung: its leases are no longer renewed."""

ACQUIRE_EVERY_S = 0.1
"""How often, in seconds, the relay looks for subscriptions that nobody holds. So long a killed worker's stand still."""

DRAIN_PATIENCE_S = 30.0
"""How long, in seconds, draining waits for transactions that hide events."""

PAUSE_AFTER_ERROR_S = 1.0
"""The rest, in seconds, after the database failed."""


class OutboxOfAnotherCluster(RuntimeError):
    """A cursor lies beyond this cluster's transactions: the database was restored from a logical dump."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    name: str
    events: bool
    letters: bool


_FOREIGN = sql.statement(__name__, "subscription_foreign", row=str)
_ACQUIRE = sql.statement(__name__, "lease_acquire", row=str)
_SHOW = sql.statement(__name__, "lease_show", row=str)
_HIDE = sql.statement(__name__, "lease_hide", row=bool)
_RENEW = sql.statement(__name__, "lease_renew")
_RELEASE = sql.statement(__name__, "lease_release")
_WAITING = sql.statement(__name__, "waiting", row=_Waiting)
_UNREAD = sql.statement(__name__, "unread", row=str)


def run(stop: threading.Event) -> None:
    """Deliver until `stop` is set; then give the leases back. Survives a database that goes away and returns."""
    Relay().run(stop)


def drain(names: Iterable[str] | None = None) -> None:
    """Deliver all that can be delivered now to `names` (every registered subscription, when None), and return.

    For tests and tools. What another worker holds is left to it. Waits for older transactions to end, since they
    hide later events (even from another database of the cluster): TimeoutError after `DRAIN_PATIENCE_S`.
    Must not run inside a transaction.
    """
    chosen = subscriptions.registered()
    Relay(wanted=chosen if names is None else {name: chosen[name] for name in names}).drain()


@dataclass
class Relay:
    """A worker's relay with its own identity; `lease` is shorter in tests."""

    wanted: dict[str, Subscription] = field(default_factory=subscriptions.registered)
    lease: timedelta = LEASE
    owner: UUID = field(default_factory=new_id)
    _step_began: float | None = None
    _last_acquired: float = float("-inf")
    _shown_on: object = None
    """The connection that holds the sign of life."""

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set, then release every lease."""
        heart = threading.Thread(target=self._beat, args=(stop,), name="outbox-heartbeat", daemon=True)
        heart.start()
        prepared = False
        while not stop.is_set():
            try:
                if not prepared:
                    self._prepare()
                    prepared = True
                busy = self.round()
            except DATABASE_ERRORS as error:
                _log.error("relay: the database failed, trying again", error=str(error))
                connection.close()
                stop.wait(PAUSE_AFTER_ERROR_S)
                continue
            if not busy:
                stop.wait(POLL_S)
        heart.join()
        try:
            self._release()
        except DATABASE_ERRORS as error:
            _log.warning("relay: leases could not be given back, they lapse by themselves", error=str(error))
            connection.close()

    def drain(self) -> None:
        """Deliver until nothing is left that can be delivered now, then release every lease. See `drain` above."""
        assert not connection.in_atomic_block, "events can be read only after the transaction that wrote them"
        self._prepare()
        patient_until = time.monotonic() + DRAIN_PATIENCE_S
        try:
            while True:
                if self.round():
                    continue
                hidden = _UNREAD.all(owner=self.owner)
                if not hidden:
                    return
                if time.monotonic() > patient_until:
                    raise TimeoutError(f"a long transaction hides the events of {hidden}")
                time.sleep(POLL_S)
        finally:
            self._release()

    def round(self) -> bool:
        """Give each waiting subscription one step; tell whether anything was delivered."""
        if time.monotonic() - self._last_acquired >= ACQUIRE_EVERY_S:
            self.acquire()
        busy = False
        for waiting in _WAITING.all(owner=self.owner):
            busy |= self._step(waiting)
        return busy

    def acquire(self) -> list[str]:
        """Take the lease of every wanted subscription that nobody holds; return their names."""
        self._last_acquired = time.monotonic()
        self._show()
        return _ACQUIRE.all(names=sorted(self.wanted), owner=self.owner, lease=self.lease)

    def _show(self) -> None:
        """Show that this worker is alive, once on each connection that it has had."""
        connection.ensure_connection()
        if self._shown_on is not connection.connection:
            _SHOW.one(owner=str(self.owner))
            self._shown_on = connection.connection

    def _prepare(self) -> None:
        foreign = _FOREIGN.find()
        if foreign is not None:
            raise OutboxOfAnotherCluster(
                f"the cursor of subscription {foreign!r} lies beyond this cluster's transactions. The database was "
                "restored from a logical dump; see docs/decisions/0006-outbox.md for what to do"
            )
        subscriptions.prepare(self.wanted.values())

    def _step(self, waiting: _Waiting) -> bool:
        subscription, mine = self.wanted[waiting.name], Lease(self.owner, self.lease)
        self._step_began = time.monotonic()
        try:
            tried = waiting.letters and deliver_letter(subscription, mine)
            passed = deliver_page(subscription, mine) if waiting.events else 0
            return tried or passed > 0
        except LeaseLost:
            _log.info("relay: lease lost, step undone", subscription=subscription.name)
            return False
        finally:
            self._step_began = None

    def _beat(self, stop: threading.Event) -> None:
        while not stop.wait(self.lease.total_seconds() / 3):
            began = self._step_began
            if began is not None and time.monotonic() - began > STUCK_S:
                _log.error("relay: a step hangs, its leases are left to lapse", seconds=STUCK_S)
                continue
            try:
                _RENEW.execute(owner=self.owner, lease=self.lease)
            except DATABASE_ERRORS as error:
                _log.error("relay: heartbeat failed", error=str(error))
                connection.close()
        connection.close()

    @retried
    def _release(self) -> None:
        _RELEASE.execute(owner=self.owner)
        if self._shown_on is not None and self._shown_on is connection.connection:
            _HIDE.one(owner=str(self.owner))
            self._shown_on = None
