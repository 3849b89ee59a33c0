"""An explanation adds up to what can be promised, whatever is there, kept back, set apart and expected."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Amount, BufferRule, Expected, OutOfStock, RulesCompete, Scope
from oneshelf.modules.markets.public import ChannelId, ChannelKind
from tests.inventory.builders import Shop, a_shop
from tests.markets.builders import a_channel

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MONDAY = date(2031, 3, 3)
BUFFERS = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 9), st.booleans()), max_size=4
)
"""Rules: name the article, the place, the web; in percent (thousands of hundredths), how much, hard."""


class Explanations(TestCase):
    """Each example in a transaction of its own."""

    shop: ClassVar[Shop]
    channels: ClassVar[list[ChannelId]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.shop = a_shop()
        cls.channels = [a_channel(cls.shop.market, kind).id for kind in (ChannelKind.WEB, ChannelKind.APP)]

    @settings(max_examples=30, deadline=None)
    @given(
        on_hand=st.integers(0, 12),
        backorder=st.integers(0, 3),
        reserved=st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=3),
        fences=st.lists(st.integers(1, 6), max_size=2),
        buffers=BUFFERS,
        coming=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=3),
        by=st.none() | st.integers(0, 3),
    )
    def test_an_explanation_adds_up_and_nothing_is_negative(
        self,
        on_hand: int,
        backorder: int,
        reserved: list[tuple[int, bool]],
        fences: list[int],
        buffers: list[tuple[bool, bool, bool, bool, int, bool]],
        coming: list[tuple[int, int]],
        by: int | None,
    ) -> None:
        shop, (web, app) = self.shop, self.channels
        market, store = shop.market.id, shop.store.id
        variant = shop.stocked(on_hand + 1)
        if backorder:
            shop.sell_ahead(variant, backorder)
            with suppress(OutOfStock), transaction.atomic():
                until = clock.now() + timedelta(hours=1)
                inventory.hold_ahead(market, [shop.demand(variant, backorder)], checkout=new_id(), expires_at=until)
        for units, channel in zip(fences, (web, app), strict=False):
            inventory.set_fence(market, store, variant, channel, units, actor=SYSTEM)
        for article, place, by_web, percent, amount, hard in buffers:
            scope = Scope(web if by_web else None, store if place else None, variant=variant if article else None)
            kept = Amount(percent=1000 * amount, hard=hard) if percent else Amount(amount, hard=hard)
            with suppress(RulesCompete), transaction.atomic():
                inventory.set_rule(market, scope, kept, actor=SYSTEM)
        for units, by_web in reserved:
            with suppress(OutOfStock), transaction.atomic():
                demands = [shop.demand(variant, units)]
                inventory.allocate(market, demands, order=new_id(), channel=web if by_web else None)
        days = [Expected(line, store, variant, MONDAY + timedelta(day), q) for line, (day, q) in enumerate(coming)]
        inventory.expect(market, "purchase_order", new_id(), days)
        day = None if by is None else MONDAY + timedelta(by)
        for each in (None, web, app):
            (found,) = inventory.availability(market, each, [variant], [store], by=day)
            told = inventory.explain(market, each, store, variant, by=day)
            parts = (told.on_hand, told.backorder, told.reserved, told.fenced, told.own, told.incoming, told.kept_back)
            assert min(*parts, told.units) >= 0
            assert told.units == found.units[0]
            assert told.units == told.on_hand + told.backorder - told.reserved - told.fenced + told.incoming - (
                told.kept_back
            )
            assert told.own <= told.units
            assert told.incoming == (0 if by is None else sum(q for offset, q in coming if offset <= by))
            assert told.rule is None or isinstance(told.rule, BufferRule)
