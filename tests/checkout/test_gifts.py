"""Gifts that a basket may take: named with their promotion, as long as they can be sold."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.catalogue.builders import a_variant
from tests.checkout.builders import Shop, a_shop
from tests.promotions.builders import a_live_one

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def gifts_of(shop: Shop, *variants: VariantId) -> list[tuple[VariantId, int, str]]:
    quote = checkout.quote(shop.market, [checkout.Wanted(variant, 1) for variant in variants])
    return [(each.snapshot.variant, each.pieces, each.label) for each in checkout.open_gifts(shop.market.id, quote)]


def test_a_gift_is_open_until_the_basket_holds_it() -> None:
    shop = a_shop()
    bought, gift = shop.offered(3, 1_000), shop.offered(3, 400)
    when = compiled.Holds(compiled.Match(any_of=(f"v:{bought}",)), 1)
    live = a_live_one(shop.market, Terms(reward=compiled.Gift(f"v:{gift}", 1), when=when))
    assert gifts_of(shop, bought) == [(gift, 1, live.plan.name)]
    assert gifts_of(shop, bought, gift) == []
    assert gifts_of(shop, gift) == []


def test_what_nobody_can_buy_is_no_gift() -> None:
    shop, without_price = a_shop(), a_variant()
    bought, archived = shop.offered(3, 1_000), shop.offered(3, 400)
    for each in (without_price, archived):
        a_live_one(shop.market, Terms(reward=compiled.Gift(f"v:{each}", 1)))
    assert [variant for variant, _, _ in gifts_of(shop, bought)] == [archived]
    catalogue.archive_variant(archived, actor=SYSTEM)
    assert gifts_of(shop, bought) == []
