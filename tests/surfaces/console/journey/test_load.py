"""A load ends in books that balance, whether it runs once, twice, or is interrupted and goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pytest
from django.core.management import call_command
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers import public as customers
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.console.load import models, progress
from oneshelf.surfaces.console.load.journey import calendar, plan, source
from oneshelf.surfaces.console.load.journey.campaigns.values import Basis
from oneshelf.surfaces.console.load.journey.ids import Ids
from oneshelf.surfaces.console.load.journey.load import load
from oneshelf.surfaces.console.load.journey.sales import Till
from oneshelf.surfaces.console.load.journey.slices import Slice

pytestmark = [pytest.mark.database, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SMALL = Slice("small", stores=2, weeks=1)
LARGER = Slice("larger", stores=3, weeks=2)
_TABLES = {
    "places_place": "code",
    "catalogue_category": "id",
    "catalogue_product": "id",
    "catalogue_barcode": "value",
    "pricing_price": "id",
    "customers_customer": "id",
    "customers_card": "number",
    "customers_group": "id",
    "customers_membership": "group_id, customer_id",
    "catalogue_set": "id",
    "catalogue_set_member": "product_set_id, variant_id",
    "promotions_promotion": "id",
    "promotions_version": "promotion_id",
    "coupons_code": "digest",
    "orders_order": "id",
    "orders_line": "order_id, line",
    "orders_adjustment": "id",
    "payments_payment": "id",
    "ledger_transfer": "cause, leg",
    "inventory_movement": "id",
    "inventory_level": "variant_id, place_id",
}
"""Table -> an order in which its rows are the same in every run."""

_DRAWN = "'{id,created_at,price_list_id,from_place_id,to_place_id,group_id,batch_id}'::text[]"
"""Columns that may hold ids of rows that the modules make by themselves: base price list, virtual places, groups."""


class Nobody:
    """Watches no bar."""

    def begin(self, step: str, total: int) -> None:
        pass

    def advance(self, units: int) -> None:
        pass


_planned = cache(plan.make)


@pytest.fixture(autouse=True)
def _plan_once(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    monkeypatch.setattr(plan, "make", _planned)
    with connection.cursor() as cursor:  # an earlier test's, which flush leaves alone: its partitions are not Django's
        cursor.execute("TRUNCATE inventory_movement")


def _fingerprint() -> dict[str, tuple[int, str]]:
    """Return table -> count and digest of its rows."""
    prints = {}
    with connection.cursor() as cursor:
        for table, order in _TABLES.items():
            kept = "to_jsonb(t.id)" if order == "id" else "'null'::jsonb"
            cursor.execute(
                f"SELECT count(*), md5(string_agg((to_jsonb(t) - {_DRAWN} || {kept})::text, '' ORDER BY {order}))"
                f" FROM {table} AS t"
            )
            prints[table] = cursor.fetchone()
    return prints


def _wrong() -> list[object]:
    counted = [
        place.id for market in markets.list_markets() for place in places.list_places(market.id, places.COUNTED_KINDS)
    ]
    return [*inventory.audit(counted), *orders.audit(), *payments.audit()]


def test_the_books_balance_after_a_load() -> None:
    loaded = load(SMALL, Nobody())
    assert _wrong() == []
    counts = {table: count for table, (count, _) in _fingerprint().items()}
    assert counts["orders_order"] == len(loaded.plan.baskets)
    assert counts["orders_line"] == len(loaded.plan.priced.lines)
    assert counts["catalogue_product"] == counts["catalogue_barcode"] == len(loaded.plan.articles)
    assert counts["pricing_price"] == len(loaded.plan.windows)
    assert counts["customers_customer"] == counts["customers_card"] == len(loaded.plan.households)
    assert counts["inventory_level"] == len(loaded.plan.filling) + len(loaded.plan.warehouse)


def test_what_was_loaded_can_be_found_and_sold_now() -> None:
    loaded = load(SMALL, Nobody())
    ids = Ids(loaded.plan.opened_at)
    product = next(id for id, article in loaded.plan.articles.items() if article.goods and not article.fuel)
    article, variant = loaded.plan.articles[product], ids.variant(product)
    assert catalogue.find_variant_by_barcode(article.gtin) is not None
    assert catalogue.search(article.title).hits
    assert pricing.prices(ids.market, [variant], at=datetime.now(UTC))[variant].unit_price.minor > 0
    stores = [ids.store(site.id) for site in loaded.plan.sites]
    on_hand = [level.on_hand for level in inventory.levels(ids.market, [variant], stores)]
    assert max(on_hand) >= 6


def test_a_coupon_of_a_campaign_that_still_runs_works_for_who_got_it() -> None:
    loaded = load(LARGER, Nobody())
    ids, mailing, now = Ids(loaded.plan.opened_at), loaded.plan.mailing, clock.now()
    running = [
        each
        for each in mailing.offers
        if mailing.windows[each.campaign][1] > now and mailing.households[each.campaign] and not each.face.free
    ]
    offer = next(each for each in running if each.basis is Basis.NUMBER)
    household = ids.household(min(mailing.households[offer.campaign]))
    code = mailing.codes[offer.key]
    found = coupons.look_up([code], ids.market, household, now)[code]
    assert isinstance(found, coupons.Found)
    promotion = promotions.get_promotion(promotions.PromotionId(found.promotion))
    assert promotion.state is promotions.State.LIVE
    assert promotion.made_up == ("reward", "by_number")
    variant = ids.variant(min(offer.products))
    (group,) = (each for each in customers.list_groups() if each.code == f"campaign-{offer.campaign:02}")
    assert group.id in customers.groups_of(household)
    basket = compiled.Basket(
        currency=source.CURRENCY,
        lines=(compiled.Line("1", str(variant), offer.face.needs, 10_000, tags=catalogue.tags([variant])[variant]),),
        facts=compiled.Facts(
            at=int(now.timestamp()),
            weekday=0,
            minute=0,
            known=True,
            segments=(group.code,),
            coupons=(compiled.Coupon("1", str(found.promotion)),),
        ),
    )
    book = promotions.book_at(ids.market, now).rules
    assert pricing.price(basket, book).total == offer.face.needs * 10_000 - offer.face.cents


def test_an_order_is_what_the_source_recorded() -> None:
    loaded = load(SMALL, Nobody())
    plan, ids = loaded.plan, Ids(loaded.plan.opened_at)
    at: datetime = plan.baskets.sold_at[0].item().replace(tzinfo=UTC)
    order = orders.get_order(ids.order(int(plan.baskets.id[0]), at))
    first, last = int(plan.baskets.first[0]), int(plan.baskets.last[0])
    assert order.summary.total.minor == plan.priced.lines.sales[first:last].sum()
    assert [line.quantity for line in order.lines] == plan.priced.lines.quantity[first:last].tolist()
    assert order.summary.origin == orders.Origin.RECORDED
    assert order.summary.customer == ids.household(int(plan.baskets.household[0]))
    assert order.made_up == ("tax", "tender")


def test_loading_twice_changes_nothing() -> None:
    load(SMALL, Nobody())
    before = _fingerprint()
    assert load(SMALL, Nobody()).transactions == 0
    assert _fingerprint() == before


def test_even_without_its_notes_a_second_load_changes_nothing() -> None:
    load(SMALL, Nobody())
    before = _fingerprint()
    models.Part.objects.all().delete()
    assert load(SMALL, Nobody()).transactions > 0
    assert _fingerprint() == before


def test_an_interrupted_load_goes_on_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    load(LARGER, Nobody())
    whole = _fingerprint()
    _start_anew()
    monkeypatch.setattr(Till, "load", _failing_at(1, Till.load))
    with pytest.raises(KeyboardInterrupt):
        load(LARGER, Nobody())
    monkeypatch.undo()
    assert 0 < _fingerprint()["orders_order"][0] < whole["orders_order"][0]
    load(LARGER, Nobody())
    assert _fingerprint() == whole


def test_a_larger_slice_adds_to_a_smaller_one() -> None:
    load(LARGER, Nobody())
    whole = _fingerprint()
    _start_anew()
    load(SMALL, Nobody())
    load(LARGER, Nobody())
    assert _fingerprint() == whole
    assert _wrong() == []


def test_the_shift_of_the_first_load_is_kept() -> None:
    progress.begin(source.NAME, 400)
    assert load(SMALL, Nobody()).plan.weeks == calendar.week_starts(400)


def _failing_at(count: int, real: Callable[..., None]) -> Callable[..., None]:
    calls = 0

    def load_or_fail(self: Till, cells: object) -> None:
        nonlocal calls
        real(self, cells)
        calls += 1
        if calls > count:
            raise KeyboardInterrupt

    return load_or_fail


def _start_anew() -> None:
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE inventory_movement")
