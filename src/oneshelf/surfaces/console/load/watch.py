"""Progress bars for people; plain lines where nobody watches."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Bars:
    """One bar for each step, kept on the screen when it is full. Without a terminal each step is a line at its end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Progress(
            TextColumn("{task.description:20}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._step, self._task = "", TaskID(0)

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def begin(self, step: str, total: int) -> None:
        """Show the bar of a step with `total` units of work."""
        self._step = step
        self._task = self._bars.add_task(step, total=total)
        if not self._console.is_terminal:
            self._console.print(f"{step}: {total:,}")

    def advance(self, units: int) -> None:
        """Fill the bar by so many units."""
        self._bars.advance(self._task, units)
