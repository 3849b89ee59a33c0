"""What became of a rule, by its name."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.modules.pricing.types.priced import Verdict, Why


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a rule, in a version and by its name; one that is not in force has neither.

    `by` are the names of those that won in its place, or are in its way.
    """

    rule: str
    version: int | None
    label: str
    verdict: Verdict
    by: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        """Whether it took something off."""
        return self.verdict.why is Why.APPLIED
