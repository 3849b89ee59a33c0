"""What a market knows of delivery."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.delivery import models
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Destination, Lane, Rate, Terms, Zone
from tests.delivery.builders import a_service
from tests.markets.builders import a_market
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_book_gives_back_what_was_opened(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    market = a_market()
    store, other = a_store(market), a_store(market)
    zones = (Zone("islands", Rate(900, 100, 9_000, 700, 50), "GB", ("IM", "JE"), 80_000, 2), Zone("rest", Rate(490)))
    service = a_service(
        zones=zones, holidays=frozenset({date(2099, 12, 25)}), cut_offs={store.id: time(11, 30)}, weekdays=(0, 5)
    )
    delivery.open_service(market.id, service, actor=SYSTEM)
    delivery.set_terms(store.id, Terms(45, 30, 80, 10), actor=SYSTEM)
    delivery.set_terms(store.id, Terms(50, 30, 80, 10), actor=SYSTEM)
    delivery.set_lane(Lane(store.id, None, 2), actor=SYSTEM)
    delivery.set_lane(Lane(store.id, None, 3), actor=SYSTEM)
    delivery.set_lane(Lane(store.id, other.id), actor=SYSTEM)
    with django_assert_num_queries(6):
        book = delivery.book_of(market.id)
    assert book.services == (service,)
    assert service.picks_up_until(store.id) == time(11, 30)
    assert service.picks_up_until(other.id) == time(16)
    assert book.terms_of(store.id) == Terms(50, 30, 80, 10)
    assert book.terms_of(other.id) == Terms()
    assert set(book.lanes) == {Lane(store.id, None, 3), Lane(store.id, other.id)}
    assert delivery.book_of(a_market().id) == delivery.Book((), {}, ())


def test_one_rate_of_a_market_costs_the_same_as_a_service() -> None:
    market = a_market()
    for amount, free_from in ((490, None), (590, 5_000)):
        delivery.set_standard_service(market.id, carrier="Post", amount=amount, free_from=free_from, actor=SYSTEM)
        for goods in (0, 4_999, 5_000):
            offer = delivery.cheapest(market.id, Destination("US", "10001"), weight_g=70_000, goods=goods)
            assert offer is not None
            assert offer.charge == (0 if free_from is not None and goods >= free_from else amount)
    assert models.Service.objects.filter(market=market.id).count() == 1


def test_a_code_is_given_once() -> None:
    market = a_market()
    delivery.open_service(market.id, a_service(), actor=SYSTEM)
    with pytest.raises(delivery.ServiceCodeTaken):
        delivery.open_service(market.id, a_service(), actor=SYSTEM)
    delivery.open_service(a_market().id, a_service(), actor=SYSTEM)


@pytest.mark.parametrize(
    "fields",
    [
        {"transit_min": 4, "transit_max": 3},
        {"transit_max": 21},
        {"weekdays": ()},
        {"weekdays": (7,)},
        {"zones": (Zone("z", Rate(-1)),)},
        {"zones": (Zone("z", Rate(1), extra_days=11),)},
        {"zones": (Zone("z", Rate(1)), Zone("z", Rate(2)))},
    ],
)
def test_the_database_refuses_services_that_cannot_be(fields: dict[str, object]) -> None:
    market = a_market()
    with pytest.raises(IntegrityError), transaction.atomic():
        delivery.open_service(market.id, a_service(**fields), actor=SYSTEM)
    assert not models.Service.objects.filter(market=market.id).exists()
