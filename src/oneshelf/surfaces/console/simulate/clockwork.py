"""Time, chance and ids of a simulation: all of them come from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from oneshelf.kernel import clock, ids

BEGINS = datetime(2027, 1, 4, tzinfo=UTC)
"""A Monday, the first day of every simulation."""

OPENS = timedelta(hours=7)
"""When a day's first step may happen, after midnight."""

STEPS_WITHIN = timedelta(hours=4)
"""How long after that the last one may: close enough that checkouts are still open when others act."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clockwork:
    """Says what time it is and draws ids. Each step has chance and ids of its own: leaving one out moves no other."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.at = BEGINS
        self.jumped = timedelta()
        """How far today's jumps have taken the clock from where it would be."""
        self.chance = random.Random(f"{seed}")
        self._draw = random.Random(f"{seed} ids")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let this process live in simulated time, as long as the block runs."""
        with clock.told_by(lambda: self.at), ids.drawn_by(self._new_id):
            yield

    def begin(self, day: int, number: int, of: int) -> None:
        """Come to step `number` of `of` of a day; both begin at 1. Time goes on, unless a step jumps."""
        self.chance = random.Random(f"{self.seed} {day} {number}")
        self._draw = random.Random(f"{self.seed} {day} {number} ids")
        if number == 1:
            self.jumped = timedelta()
        planned = BEGINS + timedelta(days=day - 1) + OPENS + STEPS_WITHIN * number / (of + 1)
        self.at = planned + self.jumped + timedelta(milliseconds=self.chance.randrange(1000))

    def end_of_day(self, day: int) -> None:
        """Come to where nothing is open any more, with chance of its own."""
        self.chance = random.Random(f"{self.seed} {day} night")
        self._draw = random.Random(f"{self.seed} {day} night ids")
        self.at = max(self.at, BEGINS + timedelta(days=day - 1, hours=21))

    def jump(self, by: timedelta) -> None:
        """Set the clock forward or back; the rest of the day goes on from there."""
        self.at += by
        self.jumped += by

    def wait(self, by: timedelta) -> None:
        """Let time pass within a step."""
        self.at += by

    def _new_id(self) -> UUID:
        milliseconds = (self.at - _EPOCH) // timedelta(milliseconds=1)
        return UUID(
            int=milliseconds << 80 | 0x7 << 76 | self._draw.getrandbits(12) << 64 | 2 << 62 | self._draw.getrandbits(62)
        )
