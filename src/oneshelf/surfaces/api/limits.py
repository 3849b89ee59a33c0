"""How often a caller may ask: a bucket of tokens for each, in this process.

Every web process counts for itself, so a caller that is spread over N of them may ask N times as often. That is
meant: it protects a process from being swamped and costs no round trip; what must be exact is counted in the database.
"""

from __future__ import annotations

import math
import time
from collections.abc import Hashable
from threading import Lock

MOST_BUCKETS = 20_000
"""Callers that are remembered at once; the one that was silent longest is forgotten first."""

BURST_S = 4
"""How many seconds' worth of requests may come at once."""


class Buckets:
    """Tokens by caller: `rate` come in every second, BURST_S times that fit in."""

    def __init__(self) -> None:
        self._left: dict[Hashable, tuple[float, float]] = {}
        self._lock = Lock()

    def wait(self, caller: Hashable, rate: int) -> int:
        """Take a token and return 0, or return after how many whole seconds there will be one."""
        now = time.monotonic()
        with self._lock:
            left, since = self._left.pop(caller, (float(rate * BURST_S), now))
            left = min(rate * BURST_S, left + (now - since) * rate)
            taken = left >= 1
            self._left[caller] = (left - taken, now)
            if len(self._left) > MOST_BUCKETS:
                del self._left[next(iter(self._left))]
        return 0 if taken else math.ceil((1 - left) / rate)

    def forget(self) -> None:
        """Give everybody a full bucket."""
        self._left.clear()
