"""Finds the shortest list of steps that still goes wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from oneshelf.surfaces.console.simulate.life import Life, Step

MOST_SECONDS = 120.0
"""How long steps are left out one after another, to see which of them matter."""


_TABLES = """
SELECT oid::regclass::text
FROM pg_class
WHERE
    relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    AND relname <> 'django_migrations'
"""


@dataclass(frozen=True)
class Finding:
    """What went wrong: in which life, on which day, in what way, and by which steps, in order."""

    seed: int
    acts_a_day: int
    trouble: int
    day: int
    wrong: tuple[str, ...]
    steps: tuple[tuple[Step, str], ...]

    def __str__(self) -> str:
        steps = [f"  day {step.day}, step {step.number}: {step.act}: {told}" for step, told in self.steps]
        wrong = [f"  {each}" for each in self.wrong]
        again = f"oneshelf simulate --replay --seed {self.seed} --days {self.day} --acts {self.acts_a_day}"
        return "\n".join(
            [
                f"seed {self.seed} goes wrong on day {self.day}:",
                *wrong,
                f"the shortest way there that was found has {len(steps)} steps:",
                *steps,
                f"the whole of it again: {again} --trouble {self.trouble}",
            ]
        )


def live(life: Life, days: int, tell: Callable[[int], None] = lambda day: None) -> Finding | None:
    """Live so many days of a seed in an empty database; return what went wrong first, if anything, as it was."""
    begin_anew()
    with life.begun() as world:
        for day in range(1, days + 1):
            wrong = life.live(world, day)
            if wrong:
                return Finding(life.seed, life.acts_a_day, life.trouble, day, tuple(wrong), tuple(life.told))
            tell(day)
    return None


def shortest(found: Finding, most_seconds: float = MOST_SECONDS, enough: int = 1) -> Finding:
    """Leave steps out, many at first and then one by one, as long as the same day still goes wrong.

    Ends when so few steps are left as are `enough`, or after `most_seconds`.
    """
    every = [step for day in range(1, found.day + 1) for step in Life(found.seed, found.acts_a_day).plan(day)]
    kept, best = [step for step, _ in found.steps], found
    deadline, size = time.monotonic() + most_seconds, max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept):
            if time.monotonic() > deadline or len(kept) <= enough:
                return best
            fewer = kept[:at] + kept[at + size :]
            again = _try(found, every, fewer)
            if again is None:
                at += size
            else:
                kept, best = fewer, again
        if size == 1:
            return best
        size = max(1, size // 2)


def begin_anew() -> None:
    """Empty every table but that of migrations: of a simulation's own database, or of a test's."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute(f"TRUNCATE {', '.join(name for (name,) in cursor.fetchall())} CASCADE")


def _try(found: Finding, every: Sequence[Step], kept: Sequence[Step]) -> Finding | None:
    left_out = frozenset(every) - frozenset(kept)
    return live(Life(found.seed, found.acts_a_day, found.trouble, left_out), found.day)
