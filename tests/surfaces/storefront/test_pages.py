"""Each page opens, says what it should, and asks the database a fixed number of times."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NewVariant, ProductDescription
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import collecting, fill

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FRAME = 4
"""What stands around every page asks for: the market, its channels, my store, the categories."""
NETWORK = 27
"""What a promise asks of a market's places, hours, carriers and policy; a process that listens remembers it."""


@pytest.fixture
def stocked(client: Client, shop: WebShop) -> WebShop:
    """A shop with a shelf of cheese, of which York is mine."""
    for number in range(30):
        shop.product(f"Cheese {number:02}", york=number, leeds=9, brand=f"Brand {number % 3}")
    client.post("/stores/choose/", {"store": shop.york.code})
    return shop


def _opens(client: Client, queries: Any, address: str, count: int) -> str:
    client.get(address)  # prepared statements and templates are made once a process
    with queries(count):
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_home(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    page = _opens(client, django_assert_num_queries, "/", FRAME + 11)
    assert "York Minster" in page
    assert "Cheese 00" in page


def test_category(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    slug = catalogue.category_tree(depth=1)[0].slug
    page = _opens(client, django_assert_num_queries, f"/category/{slug}/", FRAME + 11)
    assert "30 products" in page
    assert "Brand 2" in page


def test_a_category_goes_on_behind_its_first_page(client: Client, stocked: WebShop) -> None:
    slug = catalogue.category_tree(depth=1)[0].slug
    first = client.get(f"/category/{slug}/")
    second = client.get(f"/category/{slug}/{first.context['more']}")
    titles = [card.title for answer in (first, second) for card in answer.context["cards"]]
    assert titles == [f"Cheese {number:02}" for number in range(30)]


def test_a_list_is_narrowed_by_brand(client: Client, stocked: WebShop) -> None:
    found = client.get("/search/", {"q": "cheese", "brand": "Brand 1"})
    assert {card.brand for card in found.context["cards"]} == {"Brand 1"}
    assert [choice.name for choice in found.context["brands"] if choice.chosen] == ["Brand 1"]


def test_search(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    page = _opens(client, django_assert_num_queries, "/search/?q=chese", FRAME + 8)
    assert "Cheese" in page


def test_suggestions(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    assert "Cheese" in _opens(client, django_assert_num_queries, "/search/suggest/?q=chee", 3)


def test_a_search_that_nothing_answers_leads_on(client: Client, shop: WebShop) -> None:
    assert "Nothing answers to that" in client.get("/search/", {"q": "qqqqqq"}).content.decode()


def test_product(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    variant = stocked.product("Stilton", york=2, leeds=7)
    page = _opens(client, django_assert_num_queries, f"/product/{stocked.slug(variant)}/", FRAME + 22 + NETWORK)
    assert page.index("York Minster") < page.index("Leeds Briggate")
    assert "2 left" in page


def test_availability_alone(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    variant = stocked.product("Stilton", york=2)
    page = _opens(client, django_assert_num_queries, f"/product/{stocked.slug(variant)}/availability/", 16 + NETWORK)
    assert 'data-available="2"' in page


def test_options_lead_to_the_variant_that_differs_least(client: Client, shop: WebShop) -> None:
    described = ProductDescription("Shirt", shop.category, option_names=("Colour", "Size"))
    variants = [
        NewVariant(sku=f"{colour}-{size}", option_values=(colour, size)) for colour in ("Red", "Blue") for size in "SM"
    ]
    catalogue.create_product(described, variants, actor=SYSTEM)
    options = dict(client.get("/product/shirt/", {"variant": "Blue-M"}).context["options"])
    assert [(option.href, option.chosen) for option in options["Colour"]] == [
        ("?variant=Red-M", False),
        ("?variant=Blue-M", True),
    ]
    assert client.get("/product/shirt/", {"variant": "Green-M"}).status_code == 404


def test_cart(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    for number in range(3):
        fill(client, stocked.product(f"Stilton {number}", york=5))
    _opens(client, django_assert_num_queries, "/cart/", FRAME + 10)


def test_checkout(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    for number in range(3):
        fill(client, stocked.product(f"Stilton {number}", york=5))
    _opens(client, django_assert_num_queries, "/checkout/", FRAME + 16 + NETWORK)


def test_order(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    fill(client, stocked.product("Stilton", york=5))
    address = client.post("/checkout/", collecting(client, stocked))["Location"]
    assert "data-pin" in _opens(client, django_assert_num_queries, address, FRAME + 16)


def test_stores(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    page = _opens(client, django_assert_num_queries, "/stores/", FRAME + 5)
    assert page.index("York Minster") < page.index("Leeds Briggate")


def test_store(client: Client, stocked: WebShop, django_assert_num_queries: Any) -> None:
    _opens(client, django_assert_num_queries, f"/stores/{stocked.leeds.code}/", FRAME + 4)


@pytest.mark.parametrize(
    "address",
    ["/account/sign-in/", "/account/sign-up/", "/account/password/forgotten/", "/account/password/forgotten/sent/"],
)
def test_the_doors_wear_the_shops_dress(client: Client, shop: WebShop, address: str) -> None:
    page = client.get(address).content.decode()
    assert "shop-header" in page
    assert "<script>" not in page


def test_a_forgotten_password_is_set_anew_by_mail(client: Client, shop: WebShop) -> None:
    client.post("/account/password/forgotten/", {"email": "nobody@example.com"}, follow=True)
    assert len(mail.outbox) == 1


def test_a_shop_without_a_market_says_so(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 503
    assert "not open yet" in answer.content.decode()
    assert client.get("/account/sign-in/").status_code == 200


@pytest.mark.parametrize("address", ["/product/nothing/", "/category/nothing/", "/stores/nothing/", "/order/forged/"])
def test_what_is_not_there_is_said_kindly(client: Client, shop: WebShop, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Back to the shop" in answer.content.decode()


@pytest.mark.parametrize("after", ["x", "eyJ9", "1" * 500])
def test_a_page_mark_that_nobody_gave_is_refused(client: Client, shop: WebShop, after: str) -> None:
    assert client.get(f"/search/?after={after}").status_code == 422
