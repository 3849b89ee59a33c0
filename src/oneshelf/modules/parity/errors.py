"""What parity refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class DifferenceGone(Refusal):
    """`finding` is no difference any more, or its values have changed since it was looked at."""

    code = "difference_gone"
    field = "finding"
    finding: str
