"""What a basket or an order comes to, in the steps in which people read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oneshelf.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Taken:
    """What a promotion took off, or what else changed a price, under its name: less than zero when it costs less."""

    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Sums:
    """Goods as listed, what was taken off them and off their delivery, and the total.

    `tax` is what was added to the prices; None where they hold it.
    """

    goods: Money
    taken: tuple[Taken, ...]
    delivery: Money
    tax: Money | None
    total: Money


def gathered(taken: Iterable[tuple[str, Money]]) -> tuple[Taken, ...]:
    """Return amounts under their names, each name once, in the order of first mention."""
    sums: dict[str, Money] = {}
    for label, amount in taken:
        sums[label] = sums[label] + amount if label in sums else amount
    return tuple(Taken(label, amount) for label, amount in sums.items())
