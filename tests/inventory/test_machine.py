"""What `stock_machine` does, with units set apart and kept back, and holds that others have, pass on and lose in part.

Channels are nobody's in particular, or the web's; fences and buffers are the web's or everybody's.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, multiple, rule, run_state_machine_as_test

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Amount, FenceId, FencesOverlap, HoldsAlready, Owner, RuleId, Scope
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places.public import PlaceId
from tests.inventory.builders import a_shop
from tests.inventory.oracle import Buffer, Fence, Key, Shelves, Taken
from tests.inventory.stock_machine import BASKETS, KEYS, MINUTE, QUANTITIES, Basket, Stock, call
from tests.markets.builders import a_channel
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

BY_WEB = st.booleans()
SHOPPERS = st.sampled_from([Owner.CART, Owner.TILL, Owner.PHONE, Owner.AGENT])
AMOUNTS = st.builds(lambda units, hard: Buffer(units, None, hard), st.integers(0, 5), st.booleans()) | st.builds(
    lambda percent, hard: Buffer(None, percent, hard), st.integers(0, 10_000), st.booleans()
)

Holder = tuple[Owner, UUID, int]


class Apart(Stock):
    """Stock of which some is set apart, kept back or held by others than checkouts."""

    web: ClassVar[ChannelId]
    fences = Bundle("fences")
    holders = Bundle("holders")

    def __init__(self) -> None:
        super().__init__()
        self.kept_back: dict[Key, RuleId] = {}

    def channel(self, by_web: bool) -> ChannelId | None:
        return self.web if by_web else None

    @rule(target=fences, chosen=KEYS, units=QUANTITIES, minutes=st.none() | st.integers(1, 30))
    def set_fence(self, chosen: tuple[int, int], units: int, minutes: int | None) -> FenceId | object:
        (place, variant), now = self.key(chosen), clock.now()
        ends = now + minutes * MINUTE if minutes else None
        after, given = self.model.copy(), (self.shop.market.id, PlaceId(place), VariantId(variant), self.web, units)
        fence = Fence(new_id(), (place, variant), self.web, units, now, ends)
        try:
            after.set_fence(fence, now)
        except Taken:
            with pytest.raises(FencesOverlap):
                inventory.set_fence(*given, actor=SYSTEM, ends=ends)
            return multiple()
        known = inventory.set_fence(*given, actor=SYSTEM, ends=ends)
        fence.id = known
        self.model = after
        return known

    @rule(fence=fences)
    def lift_fence(self, fence: FenceId) -> None:
        now = clock.now()
        self.both(lambda model: model.lift_fence(fence, now), lambda: inventory.lift_fence(fence, actor=SYSTEM))

    @rule()
    def tend(self) -> None:
        now = clock.now()
        self.both(lambda model: model.tend(now), inventory.tend_fences)

    @rule(chosen=KEYS, amount=AMOUNTS)
    def keep_back(self, chosen: tuple[int, int], amount: Buffer) -> None:
        key = place, variant = self.key(chosen)
        if key in self.kept_back:
            self.let_go(chosen)
        scope = Scope(place=PlaceId(place), variant=VariantId(variant))
        kept = Amount(amount.units, amount.percent, hard=amount.hard)
        self.kept_back[key] = inventory.set_rule(self.shop.market.id, scope, kept, actor=SYSTEM)
        self.model.buffers[key] = amount

    @rule(chosen=KEYS)
    def let_go(self, chosen: tuple[int, int]) -> None:
        key = self.key(chosen)
        if key in self.kept_back:
            inventory.end_rule(self.kept_back.pop(key), version=1, actor=SYSTEM)
            del self.model.buffers[key]

    @rule(variant=st.integers(0, 1), hot=st.booleans())
    def mark(self, variant: int, hot: bool) -> None:
        """Whether holds are granted one by one or by groups, the answers are the same."""
        tell = inventory.mark_hot if hot else inventory.mark_calm
        tell(self.shop.market.id, self.variants[variant], actor=SYSTEM)

    @rule(target=holders, owner=SHOPPERS, basket=BASKETS, minutes=st.integers(1, 20), by_web=BY_WEB)
    def hold_as(self, owner: Owner, basket: Basket, minutes: int, by_web: bool) -> Holder:
        return self._held_as(owner, new_id(), basket, minutes, by_web)

    @rule(target=holders, holder=holders, basket=BASKETS, minutes=st.integers(1, 20), by_web=BY_WEB)
    def exchange(self, holder: Holder, basket: Basket, minutes: int, by_web: bool) -> Holder:
        owner, id, _ = holder
        return self._held_as(owner, id, basket, minutes, by_web)

    def _held_as(self, owner: Owner, id: UUID, basket: Basket, minutes: int, by_web: bool) -> Holder:
        demands, now, channel = self.demands(basket), clock.now(), self.channel(by_web)
        until = now + minutes * MINUTE

        def expect(model: Shelves) -> None:
            model.release(id)
            model.promise(id, demands, now, until, channel)

        def act() -> None:
            inventory.hold_for(self.shop.market.id, owner, id, demands, expires_at=until, channel=channel)

        self.both(expect, act)
        return owner, id, len(basket)

    @rule(holder=holders)
    def give_back(self, holder: Holder) -> None:
        self.both(lambda model: model.release(holder[1]), lambda: inventory.release(holder[0], holder[1]))

    @rule(target=Stock.checkouts, holder=holders, minutes=st.none() | st.integers(1, 20))
    def pass_on(self, holder: Holder, minutes: int | None) -> tuple[UUID, int]:
        owner, id, lines = holder
        to, now = new_id(), clock.now()
        until = now + minutes * MINUTE if minutes else None
        self.both(
            lambda model: model.transfer(id, to, now, until),
            lambda: inventory.transfer_hold(owner, id, to=Owner.CHECKOUT, to_id=to, expires_at=until),
        )
        return to, lines

    @rule(holder=holders, other=holders)
    def pass_on_to_somebody_who_holds(self, holder: Holder, other: Holder) -> None:
        if any(promise.owner == other[1] for promise in self.model.promises):
            with pytest.raises(HoldsAlready):
                inventory.transfer_hold(holder[0], holder[1], to=other[0], to_id=other[1])

    @rule(target=Stock.orders, basket=BASKETS)
    def allocate_by_web(self, basket: Basket) -> UUID:
        order, demands, now = new_id(), self.demands(basket), clock.now()
        self.both(
            lambda model: model.promise(order, demands, now, None, self.web),
            lambda: inventory.allocate(self.shop.market.id, demands, order=order, channel=self.web),
        )
        return order

    @rule(target=Stock.orders, basket=BASKETS, by_web=BY_WEB)
    def pay_late(self, basket: Basket, by_web: bool) -> UUID:
        order, demands, now, channel = new_id(), self.demands(basket), clock.now(), self.channel(by_web)

        def act() -> list[tuple[int, int]]:
            late = inventory.allocate_late(self.shop.market.id, demands, order=order, cause=new_id(), channel=channel)
            return [(each.line, each.quantity) for each in late]

        self.both(lambda model: model.allocate_late(order, demands, now, channel), act)
        return order

    @rule(order=Stock.orders, line=st.integers(1, 3), variant=st.integers(0, 1), quantity=QUANTITIES)
    def release_part(self, order: UUID, line: int, variant: int, quantity: int) -> None:
        what = self.variants[variant]
        self.both(
            lambda model: model.release_part(order, line, what, quantity),
            lambda: inventory.release_part(Owner.ORDER, order, line, what, quantity),
        )

    @rule(chosen=KEYS, quantity=QUANTITIES, by_web=BY_WEB, overrule=st.booleans())
    def sell_by(self, chosen: tuple[int, int], quantity: int, by_web: bool, overrule: bool) -> None:
        (place, variant), now, channel = self.key(chosen), clock.now(), self.channel(by_web)
        market = self.shop.market.id
        kept_back = inventory.withheld(market, channel, [(PlaceId(place), VariantId(variant))])
        given = (market, new_id(), now, self.shop.virtual.customer, [1], [place], [variant], [quantity])
        self.both(
            lambda model: model.give((place, variant), quantity, now, channel, overrule=overrule, heeding=True),
            lambda: call("inventory_sell_over_counter", *given, channel, kept_back, overrule),
        )

    @invariant()
    def what_can_be_promised_is_what_the_model_says_and_explains_itself(self) -> None:
        now = clock.now()
        for channel in (None, self.web):
            found = inventory.availability(self.shop.market.id, channel, self.variants, self.stores)
            for place in found:
                for variant, units in zip(self.variants, place.units, strict=True):
                    assert units == self.promised((place.place, variant), channel, now)
                    told = inventory.explain(self.shop.market.id, channel, place.place, variant)
                    assert told.units == units >= 0

    def promised(self, key: Key, channel: ChannelId | None, now: datetime) -> int:
        """Fences whose time is over count as lifted."""
        model = self.model.copy()
        model.lift(key, now)
        return model.grantable(key, channel, now, soft=True)


def test_stock_is_always_what_it_should_be() -> None:
    Stock.shop = a_shop()
    Stock.stores = [Stock.shop.store.id, a_store(Stock.shop.market).id]
    Apart.web = a_channel(Stock.shop.market).id
    run_state_machine_as_test(
        Apart,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
