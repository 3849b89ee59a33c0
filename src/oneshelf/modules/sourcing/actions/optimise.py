"""Choose for many open orders at once, where they compete for hours and goods: an integer program solved by HiGHS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.errors import OptimiserMissing
from oneshelf.modules.sourcing.types import OpenOrder, Option, Plan

LONGEST_S = 60.0
"""How long one batch is thought about at most, in seconds."""

USUAL_GAP = 0.001
"""When the search ends: no other plan is cheaper by more than this share."""


def optimise(
    orders: Sequence[OpenOrder],
    room: Mapping[PlaceId, int],
    stock: Mapping[tuple[PlaceId, VariantId], int],
    *,
    seconds: float = LONGEST_S,
    gap: float = USUAL_GAP,
) -> Plan:
    """Choose one option for each order so that all of them together cost least.

    No place takes more orders than it has `room` for (places that are missing take any number), none gives more than
    its `stock`. An order without an option costs more than any option of any order, so that as many as possible are
    served first. Raises OptimiserMissing without the extra `optimiser`. Reads and writes nothing.
    """
    if not orders:
        return Plan((), 0, 0, 0)
    dearest = max((option.mills for order in orders for option in order.options), default=0)
    unserved = 2 * dearest + 1
    model = _Model(orders, room, stock, unserved)
    picked, bound = model.solved(seconds, gap)
    chosen = tuple(picked.get(at) for at in range(len(orders)))
    mills = sum(option.mills if option else unserved for option in chosen)
    return Plan(chosen, mills, min(bound, mills), unserved)


class _Model:
    """One column for each option and one for each order that stays without; rows for orders, rooms and goods."""

    def __init__(
        self,
        orders: Sequence[OpenOrder],
        room: Mapping[PlaceId, int],
        stock: Mapping[tuple[PlaceId, VariantId], int],
        unserved: int,
    ) -> None:
        self.columns: list[tuple[int, Option | None]] = []
        self.costs: list[float] = []
        self.starts: list[int] = []
        self.rows: list[int] = []
        self.values: list[float] = []
        self.lower = [1.0] * len(orders)
        self.upper = [1.0] * len(orders)
        limits = self._limits(orders, room, stock)
        known: dict[object, int] = {}
        for at, order in enumerate(orders):
            for option in order.options:
                self._column(at, option, option.mills)
                for key, units in _uses(option).items():
                    if key not in limits:
                        continue
                    if key not in known:
                        known[key] = len(self.lower)
                        self.lower.append(-float("inf"))
                        self.upper.append(float(limits[key]))
                    self.rows.append(known[key])
                    self.values.append(float(units))
            self._column(at, None, unserved)

    def solved(self, seconds: float, gap: float) -> tuple[dict[int, Option | None], int]:
        """Return each order's option and what no plan can go below."""
        try:
            import highspy
            import numpy
        except ImportError:
            raise OptimiserMissing from None
        highs: Any = highspy
        solver = highs.Highs()
        for name, value in (("output_flag", False), ("time_limit", seconds), ("mip_rel_gap", gap), ("threads", 1)):
            solver.setOptionValue(name, value)
        program = highs.HighsLp()
        program.num_col_, program.num_row_ = len(self.columns), len(self.lower)
        program.col_cost_ = numpy.array(self.costs)
        program.col_lower_, program.col_upper_ = numpy.zeros(len(self.columns)), numpy.ones(len(self.columns))
        program.row_lower_, program.row_upper_ = numpy.array(self.lower), numpy.array(self.upper)
        program.a_matrix_.format_ = highs.MatrixFormat.kColwise
        program.a_matrix_.start_ = numpy.array([*self.starts, len(self.rows)])
        program.a_matrix_.index_, program.a_matrix_.value_ = numpy.array(self.rows), numpy.array(self.values)
        program.integrality_ = [highs.HighsVarType.kInteger] * len(self.columns)
        solver.passModel(program)
        solver.run()
        taken = solver.getSolution().col_value
        picked = {at: option for (at, option), value in zip(self.columns, taken, strict=True) if value > 0.5}
        return picked, round(solver.getInfo().mip_dual_bound)

    def _column(self, order: int, option: Option | None, cost: int) -> None:
        self.starts.append(len(self.rows))
        self.columns.append((order, option))
        self.costs.append(float(cost))
        self.rows.append(order)
        self.values.append(1.0)

    @staticmethod
    def _limits(
        orders: Sequence[OpenOrder], room: Mapping[PlaceId, int], stock: Mapping[tuple[PlaceId, VariantId], int]
    ) -> dict[object, int]:
        """Return the limits that all options together could break: the others need no row."""
        asked: dict[object, int] = {}
        for order in orders:
            most: dict[object, int] = {}
            for option in order.options:
                for key, units in _uses(option).items():
                    most[key] = max(most.get(key, 0), units)
            for key, units in most.items():
                asked[key] = asked.get(key, 0) + units
        limits: dict[object, int] = dict(room.items())
        limits.update(stock.items())
        # Goods that nobody counted are not there.
        return {
            key: limits.get(key, 0)
            for key, units in asked.items()
            if (key in limits or isinstance(key, tuple)) and units > limits.get(key, 0)
        }


def _uses(option: Option) -> dict[object, int]:
    """Return what an option takes: one order of room at each place, and units of goods."""
    used: dict[object, int] = {}
    for each in option.assignments:
        used[each.place] = 1
        used[each.place, each.variant] = used.get((each.place, each.variant), 0) + each.quantity
    return used
