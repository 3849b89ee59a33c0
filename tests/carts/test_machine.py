"""Whatever shoppers do on their devices and staff at tills, in whatever order: one pair of hands, nothing lost."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from tests.carts.builders import Floor, a_floor, a_till, a_variant

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

VARIANTS = [a_variant() for _ in range(2)]
TILLS = [a_till("Till 1"), a_till("Till 2")]
HANDS = [carts.SHOPPER, *TILLS]
hands = st.sampled_from(HANDS)
which = st.integers(0, 1)


class Devices(RuleBasedStateMachine):
    """Two carts of one shopper (phone and laptop), two tills, and a model that knows who has what."""

    floor: ClassVar[Floor]

    @initialize()
    def open(self) -> None:
        self.ids = [self.floor.cart().id for _ in range(2)]
        self.holders: list[carts.Holder] = [carts.SHOPPER, carts.SHOPPER]
        self.held: list[dict[VariantId, int]] = [{}, {}]
        self.into: list[int | None] = [None, None]
        self.sales = ["", ""]
        self.ordered = [False, False]
        self.codes: list[tuple[str, int]] = []

    def _live(self, at: int) -> bool:
        return self.into[at] is None and not self.ordered[at]

    def _free(self, at: int, by: carts.Holder) -> bool:
        return self._live(at) and not self.sales[at] and self.holders[at].is_same(by)

    @rule(at=which, variant=st.sampled_from(VARIANTS), quantity=st.integers(1, 3), by=hands)
    def add(self, at: int, variant: VariantId, quantity: int, by: carts.Holder) -> None:
        if self._expect(self._free(at, by), lambda: carts.add_line(self.ids[at], variant, quantity, by=by)):
            self.held[at][variant] = self.held[at].get(variant, 0) + quantity

    @rule(at=which, variant=st.sampled_from(VARIANTS), quantity=st.integers(0, 3), seen=st.integers(0, 3), by=hands)
    def set(self, at: int, variant: VariantId, quantity: int, seen: int, by: carts.Holder) -> None:
        may = self._free(at, by) and self.held[at].get(variant, 0) == seen
        if self._expect(may, lambda: carts.set_line(self.ids[at], variant, quantity, seen=seen, by=by)):
            self.held[at] = {key: n for key, n in (self.held[at] | {variant: quantity}).items() if n}

    @rule(at=which, by=hands)
    def show(self, at: int, by: carts.Holder) -> None:
        shown: list[str] = []
        if self._expect(self._free(at, by), lambda: shown.append(carts.show_code(self.ids[at], by=by).code)):
            self.codes.append((shown[0], at))

    @rule(code=st.integers(0, 5), by=st.sampled_from(TILLS))
    def read(self, code: int, by: carts.Holder) -> None:
        if code >= len(self.codes):
            return
        text, at = self.codes[code]
        may = self._live(at) and not self.sales[at]
        if self._expect(may, lambda: carts.take_over(text, by, market=self.floor.market.id)):
            self._moved(at, by)

    @rule(at=which)
    def take_back(self, at: int) -> None:
        home = self.holders[at].is_same(carts.SHOPPER)
        may = home or (self._live(at) and not self.sales[at])
        if self._expect(may, lambda: carts.take_back(self.ids[at])) and not home:
            self._moved(at, carts.SHOPPER)

    @rule(at=which)
    def merge(self, at: int) -> None:
        other = 1 - at
        if self.into[at] is not None:
            return  # again: looked at in the tests of merging
        may = self._free(at, carts.SHOPPER) and self._free(other, carts.SHOPPER)
        if self._expect(may, lambda: carts.merge(self.ids[at], self.ids[other])):
            for variant, quantity in self.held[at].items():
                self.held[other][variant] = self.held[other].get(variant, 0) + quantity
            self.into[at] = other

    @rule(at=which, by=st.sampled_from(TILLS))
    def pay(self, at: int, by: carts.Holder) -> None:
        sale = str(new_id())
        if self._expect(self._free(at, by), lambda: carts.begin_sale(self.ids[at], sale, by=by)):
            self.sales[at] = sale

    @rule(at=which, sold=st.booleans())
    def end_sale(self, at: int, sold: bool) -> None:
        if not self.sales[at] or self.ordered[at]:
            return
        (carts.finish_sale if sold else carts.let_go)(self.ids[at], self.sales[at])
        self.ordered[at] = sold
        self.sales[at] = self.sales[at] if sold else ""

    @invariant()
    def the_house_knows_the_same(self) -> None:
        for at, cart in enumerate(map(carts.load, self.ids)):
            assert cart.holder.is_same(self.holders[at])
            assert (cart.state is carts.CartState.ORDERED) == self.ordered[at]
            into = self.into[at]
            assert cart.merged_into == (None if into is None else self.ids[into])
            if into is None:
                assert cart.quantities == self.held[at]

    def _moved(self, at: int, to: carts.Holder) -> None:
        self.holders[at] = to
        self.codes = [each for each in self.codes if each[1] != at]

    def _expect(self, may: bool, act: object) -> bool:
        assert callable(act)
        try:
            act()
        except Refusal:
            assert not may
            return False
        assert may
        return True


def test_carts_over_devices(transactional_db: None) -> None:
    Devices.floor = a_floor()
    checked = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Devices, settings=checked)
