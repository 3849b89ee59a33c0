"""The back office's list of prices."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.kernel.trail.models import Entry
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing import public as pricing
from tests.catalogue.builders import a_variant
from tests.markets.builders import a_market
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ADD = "admin:pricing_price_add"
LIST = "admin:pricing_price_changelist"
HOUR = timedelta(hours=1)


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


@pytest.fixture
def sold() -> tuple[MarketId, VariantId]:
    return a_market().id, a_variant("Gouda", sku="GOUDA", unit=Unit.KILOGRAM, barcodes=("96385074",))


def sent(market: UUID, **fields: str) -> dict[str, str]:
    times = {f"{name}_{part}": "" for name in ("starts", "ends") for part in (0, 1)}
    return {"market": str(market), "article": "GOUDA", "price": "12.90"} | times | fields


def test_a_price_is_changed_for_all_channels_by_its_sku_or_barcode(
    owner: Client, sold: tuple[MarketId, VariantId]
) -> None:
    market, variant = sold
    response = owner.post(reverse(ADD), sent(market))
    assert response.status_code == 302, response.content.decode()
    assert pricing.prices(market, [variant], clock.now())[variant].unit_price == UnitPrice(1290, "USD", 1000)
    assert owner.post(reverse(ADD), sent(market, article="96385074", price="9.5")).status_code == 302
    assert pricing.prices(market, [variant], clock.now())[variant].unit_price == UnitPrice(950, "USD", 1000)
    assert {entry.actor_kind for entry in Entry.objects.filter(action="price.set")} == {"staff"}


def test_a_price_is_planned_seen_and_cancelled(owner: Client, sold: tuple[MarketId, VariantId]) -> None:
    market, variant = sold
    pricing.set_price(market, variant, UnitPrice(1290, "USD", 1000), clock.now() - HOUR, actor=SYSTEM)
    response = owner.post(reverse(ADD), sent(market, price="9.90", starts_0="2090-01-01", starts_1="08:00:00"))
    assert response.status_code == 302, response.content.decode()
    page = owner.get(reverse(LIST), {"when": "planned"}).content.decode()
    assert "$9.90 / kg" in page
    assert "$12.90" not in page
    chosen = [str(pk) for pk in models.Price.objects.values_list("id", flat=True)]
    owner.post(reverse(LIST), {"action": "cancel", "_selected_action": chosen})
    assert [price.unit_price.minor for price in pricing.price_history(market, variant)] == [1290]
    assert "$12.90 / kg" in owner.get(reverse(LIST), {"q": "guoda", "when": "now"}).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"article": "NOTHING"}, "No article has this SKU"),
        ({"price": "-1"}, "greater than or equal to 0"),
        ({"price": "1.234"}, "Write an amount like 12.34."),
        ({"ends_0": "2001-01-01", "ends_1": "08:00:00"}, "Give an end that comes after the beginning"),
        ({"market": "00000000-0000-0000-0000-000000000000"}, "Select a valid choice"),
    ],
)
def test_a_wrong_price_is_refused_in_words(
    owner: Client, sold: tuple[MarketId, VariantId], wrong: dict[str, str], said: str
) -> None:
    page = owner.post(reverse(ADD), sent(sold[0]) | wrong, follow=True).content.decode()
    assert said in page
    assert models.Price.objects.count() == 0


def test_a_page_of_prices_asks_for_its_articles_once(owner: Client) -> None:
    market = a_market().id

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(reverse(LIST)).status_code == 200
        return len(queries)

    for _ in range(2):
        pricing.set_price(market, a_variant(), UnitPrice(1, "USD"), clock.now(), actor=SYSTEM)
    few = statements()
    for _ in range(8):
        pricing.set_price(market, a_variant(), UnitPrice(1, "USD"), clock.now(), actor=SYSTEM)
    assert statements() == few


def test_a_price_is_never_rewritten(owner: Client, sold: tuple[MarketId, VariantId]) -> None:
    price = pricing.set_price(*sold, UnitPrice(1290, "USD", 1000), clock.now(), actor=SYSTEM)
    page = owner.get(reverse("admin:pricing_price_change", args=[price])).content.decode()
    assert "$12.90 / kg" in page
    assert 'name="_save"' not in page


def test_who_may_not_change_prices_is_refused(client: Client, sold: tuple[MarketId, VariantId]) -> None:
    sign_in(client, a_member("cashier"))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(ADD), sent(sold[0])).status_code == 403
    assert models.Price.objects.count() == 0
