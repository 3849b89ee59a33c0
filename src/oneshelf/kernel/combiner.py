"""Work on one contended key, done for many callers at once.

    _GRANTS = Combiner(grant, most=500)                # grant(key, requests) -> one answer or refusal for each
    answer = _GRANTS.ask(key, request)

Of the threads that ask about a key at the same time one leads: it takes all requests that wait, in the order in which
they came, does them in one go, hands each its own answer, and begins again with those that came meanwhile. The others
only wait, so that a key that admits one writer a commit gets one commit a group instead of one a caller. What came
while the leader was busy is the next group: nobody waits for company, and a caller alone is as fast as before.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(eq=False)
class _Waiting(Generic[Q, A]):
    """A caller: what it asks, and in the end its answer, or that it shall lead."""

    request: Q
    woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    answer: A | BaseException | None = None


class Combiner(Generic[K, Q, A]):
    """Groups of concurrent requests for the same key, at most `most` of them at once."""

    def __init__(self, work: Callable[[K, Sequence[Q]], Sequence[A | BaseException]], *, most: int) -> None:
        self._work = work
        self._most = most
        self._lock = threading.Lock()
        self._queues: dict[K, deque[_Waiting[Q, A]]] = {}

    def ask(self, key: K, request: Q) -> A:
        """Return the answer to `request`, or raise the exception that the work gave for it.

        An exception that the work raises itself is raised in everybody of its group. The work runs in the thread of one
        of the callers, with that thread's database connection: never ask inside an open transaction.
        """
        mine: _Waiting[Q, A] = _Waiting(request)
        with self._lock:
            queue = self._queues.setdefault(key, deque())
            queue.append(mine)
            mine.leads = len(queue) == 1
        if not mine.leads:
            mine.woken.wait()
        if mine.leads:
            self._lead(key)
        if isinstance(mine.answer, BaseException):
            raise mine.answer
        return mine.answer  # type: ignore[return-value]  # the leader has answered

    def _lead(self, key: K) -> None:
        """Do the group at the head of the queue, the leader's own request first, and name who leads the next one."""
        with self._lock:
            queue = self._queues[key]
            group = [queue[position] for position in range(min(len(queue), self._most))]
        answers: Sequence[A | BaseException]
        try:
            answers = self._work(key, [each.request for each in group])
            assert len(answers) == len(group), "the work answers each request"
        except BaseException as error:
            answers = [error] * len(group)
        with self._lock:
            for _ in group:
                queue.popleft()
            if queue:
                queue[0].leads = True
                queue[0].woken.set()
            else:
                del self._queues[key]
        for each, answer in zip(group, answers, strict=True):
            each.answer = answer
            if each is not group[0]:
                each.woken.set()
