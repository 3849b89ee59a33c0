"""Rewards that reduce each piece by itself, and those that do so in steps."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Percent(Struct, frozen=True, tag="percent", tag_field="kind"):
    """So many basis points off (2,000 is 20 %)."""

    bp: int


class AmountEach(Struct, frozen=True, tag="amount_each", tag_field="kind"):
    """So many minor units off each piece; of what is sold by measure, off each shown unit (kg, l)."""

    minor: int


class UnitPriced(Struct, frozen=True, omit_defaults=True, tag="unit_priced", tag_field="kind"):
    """Each piece costs `minor` minor units; of what is sold by measure, `per` smallest sale units do."""

    minor: int
    per: int = 1


class By(StrEnum):
    """What a step is reached by: pieces, smallest sale units of what is sold by measure, or value in minor units."""

    PIECES = "pieces"
    MEASURE = "measure"
    VALUE = "value"


class Step(Struct, frozen=True):
    """From `least` on, `reward` is given."""

    least: int
    reward: Percent | AmountEach | UnitPriced


class Tiers(Struct, frozen=True, tag="tiers", tag_field="kind"):
    """The more that matches, the more off: the highest step that is reached holds for all of it."""

    by: By
    steps: tuple[Step, ...]


class MarkdownStep(Struct, frozen=True):
    """What has at most `days` days left costs `bp` basis points less."""

    days: int
    bp: int


class Markdown(Struct, frozen=True, tag="markdown", tag_field="kind"):
    """The fewer days are left on it, the more off each piece: of the steps that it has reached the last one counts.

    On its last day 0 are left. A line that does not say how many are left is not reduced.
    """

    steps: tuple[MarkdownStep, ...]

    def bp_at(self, days_left: int | None) -> int:
        """Return how many basis points come off what has so many days left; 0 where no step is reached."""
        reached = [step for step in self.steps if days_left is not None and days_left <= step.days]
        return min(reached, key=lambda step: step.days).bp if reached else 0
