"""Answers kept for a moment in each process, for things that are asked at every request and change by the week.

    @remembered(seconds=2)
    def market_by_code(code: str) -> Market: ...

Whoever changes such a thing is heard by every process when the time is over, so give a time that people can wait.
Only for what is safe to know a moment late: never for stock, money or a price.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_forgetters: list[Callable[[], None]] = []


def remembered(*, seconds: float, most: int = 10_000) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep each answer of a function for `seconds`, by its (hashable) arguments, at most `most` of them.

    What it raises is not kept. Two threads that miss at once both ask; the later answer stays.
    """

    def keeping(ask: Callable[P, R]) -> Callable[P, R]:
        kept: dict[Hashable, tuple[float, R]] = {}
        _forgetters.append(kept.clear)

        @wraps(ask)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(kwargs.items())) if kwargs else args
            now = time.monotonic()
            known = kept.get(key)
            if known is not None and known[0] > now:
                return known[1]
            found = ask(*args, **kwargs)
            if len(kept) >= most:
                kept.clear()  # simpler than choosing, and as rare as `most` is large
            kept[key] = (now + seconds, found)
            return found

        return answer

    return keeping


def forget() -> None:
    """Forget everything in this process: after a change that the same process must see at once, and between tests."""
    for clear in _forgetters:
        clear()
