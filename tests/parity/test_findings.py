"""Differences are found, told, accepted and gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.outbox import relay
from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelKind, Market
from oneshelf.modules.parity import models, tasks
from oneshelf.modules.parity import public as parity
from oneshelf.modules.parity.listeners import BEHIND_OTHERS, ONE_AFTER_ANOTHER
from oneshelf.modules.parity.public import Aspect, Finding, FindingId, Reason, ReasonKind
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.amendments.builders import somebody_waits
from tests.catalogue.builders import a_variant
from tests.markets.builders import a_channel, a_market
from tests.orders.settling import forget_jobs, settle
from tests.promotions.builders import a_live_one

WEB = pricing.ListCode("web")

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Shop:
    """A market with a web shop and tills, and one cheese at 9.90."""

    market: Market
    web: markets.Channel
    cheese: VariantId

    def listed(self, minor: int) -> None:
        """Let the web shop have a price of its own."""
        pricing.open_price_list(self.market.id, "web", "Web shop", pricing.Scope(channel=self.web.id), 10, actor=SYSTEM)
        pricing.set_price(
            self.market.id, self.cheese, UnitPrice(minor, "USD"), clock.now(), price_list=WEB, actor=SYSTEM
        )

    def differing(self) -> list[Finding]:
        """Compare the cheese, and return what stands."""
        parity.check(self.market.id, [self.cheese])
        return parity.findings(self.market.id)


@pytest.fixture
def shop() -> Shop:
    market = a_market()
    web, _ = a_channel(market), a_channel(market, ChannelKind.TILL)
    cheese = a_variant("Gouda", sku="GOUDA")
    pricing.set_price(market.id, cheese, UnitPrice(990, "USD"), clock.now(), actor=SYSTEM)
    return Shop(market, web, cheese)


def told(finding: Finding) -> list[str]:
    """Return what was told of a difference, in order."""
    return list(Event.objects.filter(aggregate=finding.id).order_by("sequence").values_list("type", flat=True))


def test_one_price_in_every_channel_differs_in_nothing(shop: Shop) -> None:
    assert shop.differing() == []
    (compared,) = parity.compare(shop.market.id, [shop.cheese])
    assert {showing.price for showing in compared.showings.values()} == {990}


def test_changed_prices_are_compared_behind_all_else_and_hold_up_no_event(shop: Shop) -> None:
    """Comparing many articles takes minutes: whoever delivers events only leaves jobs, of which one works at a time."""
    forget_jobs()
    shop.listed(890)
    relay.drain(["parity-prices"])
    assert parity.findings(shop.market.id) == []
    waiting = ProcrastinateJob.objects.filter(task_name=f"{tasks.__name__}.compare_changed", status="todo")
    asked = {(job.lock, job.priority, job.args["market"], *job.args["variants"]) for job in waiting}
    of = (ONE_AFTER_ANOTHER, BEHIND_OTHERS, str(shop.market.id), str(shop.cheese))
    assert asked == {of}
    settle()
    assert Aspect.PRICE in {each.difference.aspect for each in parity.findings(shop.market.id)}


def test_a_price_of_one_channel_is_found_and_told_once(shop: Shop) -> None:
    shop.listed(890)
    price, promotion = shop.differing()
    assert (price.difference.aspect, promotion.difference.aspect) == (Aspect.PRICE, Aspect.PROMOTION)
    assert price.difference.values[shop.web.code] == 890
    assert price.difference.reasons == (Reason(ReasonKind.PRICE_LIST, shop.web.code, "web"),)
    assert shop.differing() == [price, promotion]
    assert told(price) == ["parity.channels_differ.v1"]


def test_a_promotion_of_one_channel_is_found_with_its_name(shop: Shop) -> None:
    only_web = compiled.Channel((shop.web.code,))
    live = a_live_one(shop.market, Terms(reward=compiled.Percent(1_000), when=only_web))
    (found,) = shop.differing()
    assert found.difference.aspect is Aspect.PROMOTION
    assert sorted(v for v in found.difference.values.values() if isinstance(v, int)) == [891, 990]
    assert found.difference.reasons == (Reason(ReasonKind.PROMOTION, shop.web.code, live.plan.name),)


def test_what_a_promotion_leaves_to_pay_may_not_be_brought_for_nothing_any_more(shop: Shop) -> None:
    delivery.set_standard_service(shop.market.id, carrier="Parcel Post", amount=490, free_from=900, actor=SYSTEM)
    assert shop.differing() == []
    only_web = compiled.Channel((shop.web.code,))
    a_live_one(shop.market, Terms(reward=compiled.Percent(2_000), when=only_web))
    found = {each.difference.aspect: each.difference.values for each in shop.differing()}
    assert found[Aspect.DELIVERY][shop.web.code] == 490
    assert sorted(v for v in found[Aspect.DELIVERY].values() if isinstance(v, int)) == [0, 490]


def test_what_a_promotion_takes_off_delivery_is_found_with_its_name(shop: Shop) -> None:
    delivery.set_standard_service(shop.market.id, carrier="Parcel Post", amount=490, free_from=None, actor=SYSTEM)
    only_web = compiled.Channel((shop.web.code,))
    live = a_live_one(shop.market, Terms(reward=compiled.DeliveryPriced(100), when=only_web))
    (found,) = shop.differing()
    assert (found.difference.aspect, found.difference.values[shop.web.code]) == (Aspect.DELIVERY, 100)
    assert found.difference.reasons == (Reason(ReasonKind.PROMOTION, shop.web.code, live.plan.name),)


def test_what_is_meant_stands_apart_until_its_values_change(shop: Shop) -> None:
    shop.listed(890)
    price, _ = shop.differing()
    parity.accept(price.id, price.version, "The web shop has no shelves", actor=SYSTEM)
    assert price.id not in [each.id for each in shop.differing()]
    assert [each.note for each in parity.findings(shop.market.id, accepted=True)] == ["The web shop has no shelves"]
    now = clock.now()
    pricing.set_price(shop.market.id, shop.cheese, UnitPrice(790, "USD"), now, price_list=WEB, actor=SYSTEM)
    changed, _ = shop.differing()
    assert (changed.id, changed.accepted_by, changed.note) == (price.id, None, "")
    assert changed.difference.values[shop.web.code] == 790
    assert told(changed) == ["parity.channels_differ.v1"] * 2
    with pytest.raises(parity.DifferenceGone):
        parity.accept(price.id, price.version, "too late", actor=SYSTEM)


def test_what_is_meant_while_it_is_looked_at_again_stays_so(shop: Shop) -> None:
    only_web = compiled.Channel((shop.web.code,))
    a_live_one(shop.market, Terms(reward=compiled.Percent(1_000), when=only_web))
    (found,) = shop.differing()
    models.Finding.objects.filter(id=found.id).update(reasons=[])  # so that there is something to write anew

    def look() -> None:
        try:
            shop.differing()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as others:
        with transaction.atomic():
            parity.accept(found.id, found.version, "It is meant", actor=SYSTEM)
            looked = others.submit(look)
            while not somebody_waits():
                assert not looked.done(), "it waits for who decides"
        looked.result()
    now = parity.get_finding(found.id)
    assert (now.note, now.difference.reasons) == ("It is meant", found.difference.reasons)


def test_what_is_gone_is_told_and_kept_as_history(shop: Shop) -> None:
    shop.listed(890)
    price, _ = shop.differing()
    pricing.close_price_list(shop.market.id, WEB, actor=SYSTEM)
    assert shop.differing() == []
    assert told(price) == ["parity.channels_differ.v1", "parity.channels_agree.v1"]
    assert parity.get_finding(price.id).ended
    with pytest.raises(parity.DifferenceGone):
        parity.assign(price.id, price.version, None, actor=SYSTEM)


def test_every_article_is_looked_at_and_how_people_pay_once(shop: Shop) -> None:
    assert parity.check_all(shop.market.id) == 1
    assert parity.check_all(shop.market.id) == 1
    (found,) = parity.findings(shop.market.id, aspect=Aspect.PAYMENT)
    assert (found.variant, parity.counts(shop.market.id).open[Aspect.PAYMENT]) == (None, 1)
    assert Reason(ReasonKind.METHOD, "till", "cash") in found.difference.reasons


def test_what_is_alike_is_meant_at_once(shop: Shop) -> None:
    shop.listed(890)
    other = a_variant("Edam", sku="EDAM")
    for price_list, minor in ((pricing.BASE, 790), (WEB, 690)):
        price = UnitPrice(minor, "USD")
        pricing.set_price(shop.market.id, other, price, clock.now(), price_list=price_list, actor=SYSTEM)
    parity.check(shop.market.id, [shop.cheese, other])
    groups = parity.alike(shop.market.id)
    assert [(each.difference.aspect, each.count) for each in groups] == [(Aspect.PRICE, 2), (Aspect.PROMOTION, 2)]
    assert parity.accept_alike(groups[0].example, "Web prices", actor=SYSTEM) == 2
    assert parity.counts(shop.market.id).open[Aspect.PRICE] == 0
    assert parity.counts(shop.market.id).accepted == 2


def test_an_unknown_difference_is_not_decided() -> None:
    with pytest.raises(NotFound):
        parity.reject(FindingId(new_id()), 1, actor=SYSTEM)
