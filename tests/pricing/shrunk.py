"""Finding the smallest case that still fails, so that a person can look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from tests.pricing.answers import answer
from tests.pricing.drawn import Case

MOST_ROUNDS = 400
"""How many times a case may become smaller."""


def shrunk(case: Case, failing: Callable[[Sequence[Case]], Sequence[Case]]) -> Case:
    """Return a smaller case of which nothing can be taken away any more without `failing` leaving it out."""
    for _ in range(MOST_ROUNDS):
        found = failing(list(_smaller(case)))
        if not found:
            return case
        case = min(found, key=lambda each: len(msgspec.json.encode(each)))
    return case


def _smaller(case: Case) -> Iterator[Case]:
    """Give the cases that are left when one thing of a case is left out, or one number halved."""
    for plain in _without_one(msgspec.to_builtins(case)):
        try:
            smaller = msgspec.convert(plain, Case)
            answer(smaller)
        except (msgspec.ValidationError, LookupError, ArithmeticError, ValueError):
            continue  # what was left out is needed: nobody can be asked that
        yield smaller


def _without_one(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            for key, own in value.items():
                yield {name: each for name, each in value.items() if name != key}
                yield from ({**value, key: less} for less in _without_one(own))
        case list() | tuple():
            for at, own in enumerate(value):
                yield [*value[:at], *value[at + 1 :]]
                yield from ([*value[:at], less, *value[at + 1 :]] for less in _without_one(own))
        case int() if not isinstance(value, bool) and value > 1:
            yield value // 2
            yield value - 1
        case _:
            return
