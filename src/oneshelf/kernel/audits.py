"""What an audit finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A row that is wrong: by which rule (`check`), which row (`subject`), what stands there and what ought to."""

    check: str
    subject: str
    found: str
    expected: str
