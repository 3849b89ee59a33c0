"""Whatever is ordered, received, sent, lost and found, in whatever order: no unit comes from nowhere."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.states import WrongState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Outcome, PurchaseState, TransferState
from tests.supply.builders import Chain, a_chain, a_receiver

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

UNITS = st.integers(1, 6)


class Goods(RuleBasedStateMachine):
    """One article, a store and a warehouse."""

    chain: ClassVar[Chain]
    purchases = Bundle("purchases")
    transfers = Bundle("transfers")

    def __init__(self) -> None:
        super().__init__()
        self.milk = self.chain.variant()
        self.received = 0

    @rule(target=purchases, units=UNITS)
    def order(self, units: int) -> supply.PurchaseId:
        return self.chain.ordered((self.milk, units), cents=10_000).id

    @rule(purchase=purchases, good=st.integers(0, 6), damaged=st.integers(0, 2), twice=st.booleans())
    def receive(self, purchase: supply.PurchaseId, good: int, damaged: int, twice: bool) -> None:
        before, receipt = supply.get_purchase(purchase), new_id()
        line = before.lines[0]
        most = max(0, line.quantity + line.quantity // 10 - line.arrived)
        for _ in range(1 + twice):
            try:
                supply.receive(purchase, [Arrived(1, good, damaged)], receipt=receipt, actor=a_receiver())
            except WrongState:
                assert before.state in (PurchaseState.RECEIVED, PurchaseState.CANCELLED)
                return
            except supply.NothingArrived:
                assert good + damaged == 0
                return
            except supply.TooMuchArrived:
                assert good + damaged > most
                return
        self.received += good + damaged

    @rule(purchase=purchases)
    def close(self, purchase: supply.PurchaseId) -> None:
        before = supply.get_purchase(purchase)
        try:
            after = supply.close_short(purchase, actor=SYSTEM)
        except WrongState:
            assert before.state in (PurchaseState.RECEIVED, PurchaseState.CANCELLED)
        else:
            assert after.state is (PurchaseState.RECEIVED if before.lines[0].arrived else PurchaseState.CANCELLED)

    @rule(target=transfers, units=UNITS, there=st.booleans())
    def send(self, units: int, there: bool) -> supply.TransferId:
        ends = (self.chain.store.id, self.chain.warehouse.id)
        source, target = ends if there else ends[::-1]
        draft = supply.draft_transfer(source, target, [supply.Sent(self.milk, units)], actor=SYSTEM)
        if self.chain.on_hand(self.milk, source) < units:
            with pytest.raises(inventory.OutOfStock):
                supply.send_transfer(draft.id, actor=SYSTEM)
        else:
            supply.send_transfer(draft.id, actor=SYSTEM)
        return draft.id

    @rule(transfer=transfers, good=st.integers(0, 7), damaged=st.integers(0, 2), twice=st.booleans())
    def arrive(self, transfer: supply.TransferId, good: int, damaged: int, twice: bool) -> None:
        before, receipt = supply.get_transfer(transfer), new_id()
        for _ in range(1 + twice):
            try:
                supply.receive_transfer(transfer, [Arrived(1, good, damaged)], receipt=receipt, actor=SYSTEM)
            except WrongState:
                assert before.state is not TransferState.IN_TRANSIT
                return
            except supply.NothingArrived:
                assert good + damaged == 0
                return
            except supply.TooMuchArrived:
                assert damaged > before.lines[0].quantity
                return

    @rule(transfer=transfers, units=UNITS, outcome=st.sampled_from(Outcome))
    def settle(self, transfer: supply.TransferId, units: int, outcome: Outcome) -> None:
        before = supply.get_transfer(transfer)
        try:
            after = supply.settle_transfer(transfer, 1, units, outcome, settlement=new_id(), actor=SYSTEM)
        except WrongState:
            assert before.state is not TransferState.UNSETTLED
        except supply.NotMissing:
            assert units > before.in_transit
        else:
            assert after.in_transit == before.in_transit - units

    @rule(transfer=transfers)
    def call_off(self, transfer: supply.TransferId) -> None:
        before = supply.get_transfer(transfer)
        try:
            supply.cancel_transfer(transfer, actor=SYSTEM)
        except WrongState:
            assert before.state is not TransferState.DRAFT

    @invariant()
    def no_unit_is_lost(self) -> None:
        """What the supplier gave is somewhere; all places together hold nothing that nobody gave."""
        virtual = self.chain.virtual
        moved = [
            self.chain.balance(self.milk, place) for place in (virtual.supplier, virtual.loss, virtual.discrepancy)
        ]
        held = [
            self.chain.on_hand(self.milk, place.id)
            for place in places.list_places(self.chain.market.id, places.COUNTED_KINDS)
        ]
        assert moved[0] == -self.received
        assert sum(moved) + sum(held) == 0

    def teardown(self) -> None:
        assert self.chain.audit() == []


def test_goods_are_conserved() -> None:
    Goods.chain = a_chain()
    run_state_machine_as_test(
        Goods,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
