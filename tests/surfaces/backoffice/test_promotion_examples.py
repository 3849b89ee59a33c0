"""What a draft would do is shown on an example that costs what it would in its market: rounding and delivery."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import GroupId
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Regime
from oneshelf.surfaces.backoffice.promoting.example import named
from tests.promotions.builders import a_group
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

STRUCK = '<s class="muted">{}</s> {}'


@dataclass(frozen=True)
class Office:
    """A merchandiser's desk, and a web shop that sells a cheese at 1.05."""

    shop: WebShop
    desk: Client
    group: GroupId
    sku: str

    def example(self, **fields: str) -> str:
        """Show a draft on one cheese."""
        given = {"group": str(self.group), "priority": "100", "example": self.sku} | fields
        return self.desk.post("/backoffice/promotions/preview/", given).content.decode()

    def costs(self, minor: int) -> None:
        """Let every parcel of the market cost so much."""
        delivery.set_standard_service(
            self.shop.market.id, carrier="Parcel Post", amount=minor, free_from=100, actor=SYSTEM
        )


@pytest.fixture
def office(transactional_db: None) -> Office:
    shop = a_web_shop()
    cheese = shop.product("Gouda", cents=105)
    sku = catalogue.snapshots([cheese])[cheese].sku
    return Office(shop, sign_in(Client(), a_member("merchandiser")), a_group(shop.market).id, sku)


def test_an_example_is_rounded_as_its_market_is(office: Office) -> None:
    tenth = {"reward": "percent", "percent": "10"}
    assert STRUCK.format("$1.05", "$0.94") in office.example(**tenth)
    to_even = compiled.Rounding(compiled.RoundingMode.HALF_EVEN)
    tax.set_regime(office.shop.market.id, Regime(rounding=to_even), actor=SYSTEM)
    assert STRUCK.format("$1.05", "$0.95") in office.example(**tenth)


def test_an_example_is_brought_for_what_a_service_of_the_market_takes(office: Office) -> None:
    for_a_dollar = {"reward": "delivery", "amount": "1"}
    office.costs(725)
    page = office.example(**for_a_dollar)
    assert (STRUCK.format("$7.25", "$1.00") in page, STRUCK.format("$8.30", "<strong>$2.05") in page) == (True, True)
    office.costs(0)
    assert STRUCK.format("$0.10", "$0.00") in office.example(reward="delivery", amount="")


def test_an_example_tells_of_no_delivery_that_costs_what_it_did(office: Office) -> None:
    office.costs(725)
    assert "Delivery" not in office.example(reward="percent", percent="10")


def test_what_is_longer_than_any_number_is_left_out(office: Office) -> None:
    variant = catalogue.variants_by_sku([office.sku])[office.sku]
    assert named(f"{office.sku}*{'9' * 5_000}, {office.sku}*2") == [(variant, 2)]
    assert office.desk.get("/backoffice/promotions/calendar/", {"month": f"{'9' * 5_000}-01"}).status_code == 200
