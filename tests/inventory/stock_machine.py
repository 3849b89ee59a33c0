"""Whatever is received, promised, sold, corrected and brought back, in whatever order: levels are what they should be.

Each step is first done in a small model of stock (`oracle`), which also says what must be refused; a refusal changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import (
    AdjustmentReason,
    AheadKind,
    AheadTerms,
    Cause,
    Demand,
    HoldExpired,
    Move,
    OutOfStock,
    Owner,
)
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from tests.inventory.builders import Shop
from tests.inventory.oracle import Gone, Key, Shelves, Short

MINUTE = timedelta(minutes=1)
QUANTITIES = st.integers(1, 6)
STORES = st.integers(0, 1)
KEYS = st.tuples(STORES, st.integers(0, 1))
BASKETS = st.lists(st.tuples(KEYS, QUANTITIES), min_size=1, max_size=3)
"""Lines may share a key: demand is summed."""

PARTS = st.dictionaries(st.integers(1, 3), st.integers(1, 8))
"""So many units of lines."""

Basket = Sequence[tuple[tuple[int, int], int]]


class Stock(RuleBasedStateMachine):
    """Two variants in two stores."""

    shop: ClassVar[Shop]
    stores: ClassVar[list[PlaceId]]
    checkouts = Bundle("checkouts")
    orders = Bundle("orders")
    causes = Bundle("causes")

    def __init__(self) -> None:
        super().__init__()
        self.variants = [VariantId(new_id()) for _ in range(2)]
        self.model = Shelves()
        self.travel = time_machine.travel(datetime.now(UTC), tick=False)
        self.clock = self.travel.start()

    def teardown(self) -> None:
        self.clock.shift(60 * MINUTE)
        inventory.expire_holds()  # the next example sweeps its own holds and fences only
        inventory.tend_fences()
        self.travel.stop()
        self.levels_are_the_sum_of_movements_and_promises()

    @initialize(on_hand=st.tuples(*[st.integers(0, 8)] * 4), ahead=st.integers(0, 6))
    def open_the_shelves(self, on_hand: tuple[int, ...], ahead: int) -> None:
        for chosen, quantity in zip([(0, 0), (0, 1), (1, 0), (1, 1)], on_hand, strict=True):
            if quantity:
                self.receive(chosen, quantity)
        self.sell_ahead((0, 0), ahead)

    def key(self, chosen: tuple[int, int]) -> Key:
        return self.stores[chosen[0]], self.variants[chosen[1]]

    def demands(self, basket: Basket) -> list[Demand]:
        found = [(self.key(chosen), quantity) for chosen, quantity in basket]
        return [Demand(line, PlaceId(p), VariantId(v), q) for line, ((p, v), q) in enumerate(found, start=1)]

    def both(self, expect: Callable[[Shelves], object], act: Callable[[], object]) -> None:
        """Do a thing in the model and in the house: both do it with the same answer, or both refuse."""
        after = self.model.copy()
        try:
            expected = expect(after)
        except Short:
            with pytest.raises(OutOfStock):
                act()
        except Gone:
            with pytest.raises(HoldExpired):
                act()
        else:
            assert act() == expected
            self.model = after

    @rule(target=causes, chosen=KEYS, quantity=QUANTITIES)
    def receive(self, chosen: tuple[int, int], quantity: int) -> tuple[Cause, tuple[int, int], int, UUID, datetime]:
        receipt = (Cause.RECEIPT, chosen, quantity, new_id(), clock.now())
        assert self.post(receipt)
        self.model.put(self.key(chosen), quantity)
        return receipt

    @rule(target=causes, chosen=KEYS, quantity=QUANTITIES)
    def take_back(self, chosen: tuple[int, int], quantity: int) -> tuple[Cause, tuple[int, int], int, UUID, datetime]:
        brought = (Cause.RETURN, chosen, quantity, new_id(), clock.now())
        assert self.post(brought)
        self.model.put(self.key(chosen), quantity)
        return brought

    @rule(cause=causes)
    def move_for_a_known_cause(self, cause: tuple[Cause, tuple[int, int], int, UUID, datetime]) -> None:
        assert not self.post(cause)

    def post(self, cause: tuple[Cause, tuple[int, int], int, UUID, datetime]) -> bool:
        kind, chosen, quantity, id, at = cause
        place, variant = self.key(chosen)
        if kind is Cause.RECEIPT:
            units = {VariantId(variant): quantity}
            return inventory.receive(self.shop.market.id, PlaceId(place), units, cause=id, at=at)
        back = [(1, VariantId(variant), quantity)]
        return inventory.take_back(self.shop.market.id, PlaceId(place), back, cause=id, at=at)

    @rule(target=checkouts, basket=BASKETS, minutes=st.integers(1, 20))
    def hold(self, basket: Basket, minutes: int) -> tuple[UUID, int]:
        return self._held(new_id(), basket, minutes)

    @rule(target=checkouts, checkout=checkouts, basket=BASKETS, minutes=st.integers(1, 20))
    def hold_again(self, checkout: tuple[UUID, int], basket: Basket, minutes: int) -> tuple[UUID, int]:
        return self._held(checkout[0], basket, minutes)

    def _held(self, owner: UUID, basket: Basket, minutes: int) -> tuple[UUID, int]:
        """What a checkout holds is exchanged; when the new basket is refused, it stays."""
        demands, now = self.demands(basket), clock.now()
        until = now + minutes * MINUTE

        def expect(model: Shelves) -> None:
            model.release(owner)
            model.promise(owner, demands, now, until)

        self.both(expect, lambda: inventory.hold(self.shop.market.id, demands, checkout=owner, expires_at=until))
        return owner, len(basket)

    @rule(checkout=checkouts, minutes=st.integers(1, 20))
    def extend(self, checkout: tuple[UUID, int], minutes: int) -> None:
        now, by = clock.now(), minutes * MINUTE
        self.both(
            lambda model: model.extend(checkout[0], now, now + by), lambda: inventory.extend_hold(checkout[0], by=by)
        )

    @rule(target=orders, checkout=checkouts)
    def turn_into_an_order(self, checkout: tuple[UUID, int]) -> UUID:
        order = new_id()
        self.both(
            lambda model: model.allocate(checkout[0], order, checkout[1]),
            lambda: call("inventory_allocate", checkout[0], order, checkout[1]),
        )
        return order

    @rule(target=orders, basket=BASKETS)
    def allocate(self, basket: Basket) -> UUID:
        return self._promised(basket)

    def _promised(self, basket: Basket) -> UUID:
        order, demands, now = new_id(), self.demands(basket), clock.now()
        self.both(
            lambda model: model.promise(order, demands, now, None),
            lambda: inventory.allocate(self.shop.market.id, demands, order=order),
        )
        return order

    @rule(order=orders, lines=st.none() | st.lists(st.integers(1, 3), unique=True), store=st.none() | STORES)
    def release_an_order(self, order: UUID, lines: list[int] | None, store: int | None) -> None:
        place = None if store is None else self.stores[store]
        self.both(
            lambda model: model.release(order, lines, place),
            lambda: inventory.release(Owner.ORDER, order, place=place, lines=lines),
        )

    @rule(checkout=checkouts)
    def release_a_checkout(self, checkout: tuple[UUID, int]) -> None:
        self.both(lambda model: model.release(checkout[0]), lambda: inventory.release(Owner.CHECKOUT, checkout[0]))

    @rule(order=orders, store=STORES, units=PARTS)
    def let_an_order_leave(self, order: UUID, store: int, units: dict[int, int]) -> None:
        place, to, at = self.stores[store], self.shop.virtual.customer, clock.now()
        self.both(
            lambda model: model.use(order, place, units),
            lambda: inventory.hand_out(order, place, units, cause=new_id(), at=at, customer_place=to),
        )

    @rule(order=orders, store=STORES, units=PARTS, ahead=st.booleans())
    def release_a_part_of_an_order(self, order: UUID, store: int, units: dict[int, int], ahead: bool) -> None:
        place = self.stores[store]
        self.both(
            lambda model: model.release_units(order, place, units, ahead=ahead),
            lambda: inventory.release_units(order, place, units, ahead=ahead),
        )

    @rule(target=orders, chosen=KEYS)
    def promise_all_there_is_and_let_it_leave(self, chosen: tuple[int, int]) -> UUID:
        everything = self.model.available(self.key(chosen))
        order = self._promised([(chosen, max(1, everything))])
        self.let_an_order_leave(order, chosen[0], {1: max(1, everything)})
        return order

    @rule(basket=BASKETS)
    def sell_at_once(self, basket: Basket) -> None:
        demands, now = self.demands(basket), clock.now()

        def expect(model: Shelves) -> None:
            for key in {(each.place, each.variant) for each in demands}:
                model.give(key, sum(each.quantity for each in demands if (each.place, each.variant) == key), now)

        columns = [[getattr(each, name) for each in demands] for name in ("line", "place", "variant", "quantity")]
        to = self.shop.virtual.customer
        given = (self.shop.market.id, new_id(), now, to, *columns, None, None, False)
        self.both(expect, lambda: call("inventory_sell_over_counter", *given))

    @rule(chosen=KEYS, change=st.integers(-6, 6).filter(bool), reason=st.sampled_from(AdjustmentReason))
    def adjust(self, chosen: tuple[int, int], change: int, reason: AdjustmentReason) -> None:
        (place, variant), cause, now = self.key(chosen), new_id(), clock.now()

        def expect(model: Shelves) -> UUID:
            if change > 0:
                model.put((place, variant), change)
            else:
                model.give((place, variant), -change, now, overrule=True)
            return cause

        def act() -> UUID:
            for _ in range(2):  # the second time it is the same correction
                done = inventory.adjust(
                    *(self.shop.market.id, PlaceId(place), VariantId(variant), change),
                    reason=reason,
                    actor=SYSTEM,
                    adjustment=cause,
                )
            return done

        self.both(expect, act)

    @rule(variant=st.integers(0, 1), quantity=QUANTITIES, back=st.booleans())
    def transfer(self, variant: int, quantity: int, back: bool) -> None:
        here, there = self.stores[::-1] if back else self.stores
        what, now = self.variants[variant], clock.now()

        def expect(model: Shelves) -> bool:
            model.give((here, what), quantity, now)
            model.put((there, what), quantity)
            return True

        move = Move(1, what, here, there, quantity)
        self.both(
            expect,
            lambda: inventory.post(self.shop.market.id, [move], kind=Cause.TRANSFER, cause=new_id(), at=now),
        )

    @rule(chosen=KEYS, units=st.integers(0, 4))
    def sell_ahead(self, chosen: tuple[int, int], units: int) -> None:
        """Say that goods are sold ahead, on other terms, or no more (0): what was promised stays promised."""
        (place, variant), market = self.key(chosen), self.shop.market.id
        known = inventory.list_ahead(market, PlaceId(place), VariantId(variant))
        terms = AheadTerms(AheadKind.BACKORDER, units, lead_days=3)
        if units and known:
            inventory.revise_ahead(known[0].id, terms, version=known[0].version, actor=SYSTEM)
        elif units:
            inventory.sell_ahead(market, PlaceId(place), VariantId(variant), terms, actor=SYSTEM)
        elif known:
            inventory.end_ahead(known[0].id, version=known[0].version, actor=SYSTEM)
        self.model.sold_ahead[place, variant] = units

    @rule(target=checkouts, basket=BASKETS, minutes=st.integers(1, 20))
    def hold_ahead(self, basket: Basket, minutes: int) -> tuple[UUID, int]:
        owner, demands, now = new_id(), self.demands(basket), clock.now()
        until = now + minutes * MINUTE
        self.both(
            lambda model: model.promise_ahead(owner, demands, now, until),
            lambda: inventory.hold_ahead(self.shop.market.id, demands, checkout=owner, expires_at=until),
        )
        return owner, len(basket)

    @rule(order=orders, store=STORES, units=PARTS)
    def make_good(self, order: UUID, store: int, units: dict[int, int]) -> None:
        place = self.stores[store]
        self.both(lambda model: model.make_good(order, place, units), lambda: inventory.make_good(order, place, units))

    @rule(minutes=st.integers(1, 15))
    def wait(self, minutes: int) -> None:
        self.clock.shift(minutes * MINUTE)

    @rule()
    def sweep(self) -> None:
        now = clock.now()
        self.both(lambda model: model.expire(now), inventory.expire_holds)

    @rule(chosen=KEYS, quantity=st.sampled_from([0, -1, 10**13]))
    def ask_for_nonsense(self, chosen: tuple[int, int], quantity: int) -> None:
        place, variant = self.key(chosen)
        demand = Demand(1, PlaceId(place), VariantId(variant), quantity)
        for act in (
            lambda: inventory.allocate(self.shop.market.id, [demand], order=new_id()),
            lambda: inventory.receive(
                self.shop.market.id, demand.place, {demand.variant: quantity}, cause=new_id(), at=clock.now()
            ),
        ):
            with pytest.raises(inventory.BadQuantity):
                act()

    @invariant()
    def levels_are_what_the_model_says(self) -> None:
        found = {(each.place, each.variant): each for each in inventory.levels(self.shop.market.id, self.variants)}
        for key in ((place, variant) for place in self.stores for variant in self.variants):
            level = found.get(key)
            told = (level.on_hand, level.reserved, level.available, level.fenced) if level else (0, 0, 0, 0)
            model = self.model
            free = max(0, model.available(key))
            assert told == (model.on_hand.get(key, 0), model.reserved(key), free, model.fenced(key))
            assert min(told) >= 0

    @invariant()
    def levels_are_the_sum_of_movements_and_promises(self) -> None:
        counted = [place.id for place in places.list_places(self.shop.market.id, places.COUNTED_KINDS)]
        assert inventory.audit(counted) == []


def call(function: str, *given: Any) -> None:
    """Call an SQL face, as the functions that compose it do."""
    marks = ", ".join(["%s"] * len(given))
    with refusals(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", given)
