"""Tells the story: a line for each step, with what was checked; the first thing that is not so ends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from rich.console import Console
from rich.markup import escape


@dataclass(eq=False)
class NotSo(Exception):
    """In step `step`, `what` was `came` and not `expected`."""

    what: str
    expected: object
    came: object
    step: str = ""

    def __str__(self) -> str:
        return f"{self.step}: expected {self.what} to be {self.expected}, and it was {self.came}"


@dataclass(eq=False)
class Step:
    """One step while it is played; `checked` says in words what was found to be so."""

    title: str
    checked: list[str] = field(default_factory=list)

    def expect(self, what: str, came: object, expected: object, *, so: str = "") -> None:
        """Check that `came` is what was expected, and say so in the words `so`, if there are any. Raises NotSo."""
        if came != expected:
            raise NotSo(what, expected, came)
        if so:
            self.note(so)

    def note(self, words: str) -> None:
        """Say something that was checked elsewhere."""
        self.checked.append(words)


@dataclass
class Teller:
    """Prints the story."""

    console: Console
    steps: int = 0

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Play a step: print its line with a tick, or with a cross and what was not so. Raises NotSo."""
        step = Step(title)
        try:
            yield step
        except NotSo as wrong:
            wrong.step = title
            self._print("[red]✗[/]", step, f"expected {wrong.what} to be {wrong.expected}, came {wrong.came}")
            raise
        except httpx.HTTPError as broken:
            came = f"{type(broken).__name__}: {broken}"
            self._print("[red]✗[/]", step, came)
            raise NotSo("an answer", "given", came, title) from broken
        self.steps += 1
        self._print("[green]✓[/]", step, "")

    def _print(self, mark: str, step: Step, end: str) -> None:
        said = escape("; ".join(step.checked))
        wrong = f": [red]{escape(end)}[/]" if end else ""
        self.console.print(f"{mark} {step.title}[dim]{': ' if said else ''}{said}[/]{wrong}", soft_wrap=True)
