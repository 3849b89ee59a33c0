"""Why a price: of an order from its proof, and of any basket that somebody asks about."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons.public import CouponId
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Regime
from oneshelf.surfaces.backoffice.explain_form import BETWEEN
from tests.checkout.builders import Shop, a_shop
from tests.coupons.builders import a_shared, found, singles, used
from tests.customers.builders import a_customer
from tests.markets.builders import a_channel, a_market
from tests.promotions.builders import a_group, a_live_one
from tests.staff.builders import a_member, sign_in
from tests.surfaces.unchanged import nothing_changes
from tests.tax.builders import a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PAGE = reverse("backoffice:explain")


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def tea(shop: Shop) -> VariantId:
    """An article that two promotions of one group are about, and a third that is for tills."""
    tea, group = shop.offered(9), a_group(shop.market)
    match = compiled.Match(any_of=(f"v:{tea}",))
    a_live_one(shop.market, Terms(compiled.Percent(1_000), match), group, name="Tea week")
    a_live_one(shop.market, Terms(compiled.Percent(500), match), group, name="Small tea week")
    only = compiled.Channel((shop.till.code,))
    a_live_one(shop.market, Terms(compiled.Percent(100), match, when=only), name="At tills")
    return tea


@pytest.fixture
def desk(client: Client, shop: Shop) -> Client:
    return sign_in(client, a_member("merchandiser"))


def asked(shop: Shop, tea: VariantId, **given: str) -> dict[str, str]:
    sku = catalogue.snapshots([tea])[tea].sku
    return {"lines": f"{sku} 2", "channel": shop.web.code} | given


def read(client: Client, given: dict[str, str], status: int = 200) -> str:
    answer = client.post(PAGE, given)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def ordered(shop: Shop, tea: VariantId, cents: int) -> OrderId:
    paid = checkout.Tender("cash", Money(cents, "USD"))
    return checkout.place_order(shop.purchase(tea, 2, tenders=(paid,)), actor=SYSTEM).order


def test_a_basket_is_told_line_by_line_and_rule_by_rule(shop: Shop, tea: VariantId, desk: Client) -> None:
    assert "Explain it" in desk.get(PAGE).content.decode()
    page = read(desk, asked(shop, tea))
    for said in ("$5.00", "$4.50", "Tea week", "Another promotion gives more.", "It does not hold in this channel."):
        assert said in page, said


def test_a_basket_is_told_as_its_market_rounds(shop: Shop, tea: VariantId, desk: Client) -> None:
    assert "Halves are rounded up." in read(desk, asked(shop, tea))
    a_rate(shop.market.id, 1_000)
    rounding = compiled.Rounding(compiled.RoundingMode.HALF_EVEN, compiled.TaxRounding.LINE)
    tax.set_regime(shop.market.id, Regime(rounding=rounding), actor=SYSTEM)
    page = read(desk, asked(shop, tea))
    for said in ("Halves are rounded to the even neighbour.", "Tax is rounded on each line."):
        assert said in page, said


def test_a_till_is_somewhere_and_its_rules_hold_there(shop: Shop, tea: VariantId, desk: Client) -> None:
    at_till = asked(shop, tea, channel=shop.till.code)
    assert "Name the store in which it is bought." in read(desk, at_till, 422)
    assert "It does not hold in this channel." not in read(desk, at_till | {"place": shop.store.code})


def test_why_a_code_does_not_work_is_for_who_may_look_coupons_up(shop: Shop, tea: VariantId, client: Client) -> None:
    a_shared(shop.market)
    _, (spent, *_) = singles(shop.market)
    used(shop.market, *found(shop.market, spent))
    given = asked(shop, tea, codes=f"summer26, {spent}")
    page = read(sign_in(client, a_member("service")), given)
    assert "It is used up." in page
    assert "It takes something off." in page


def test_an_explained_basket_stands_among_the_promotions(client: Client, shop: Shop) -> None:
    page = sign_in(client, a_member("merchandiser")).get("/backoffice/explain/").content.decode()
    assert '<a href="/backoffice/promotions/" aria-current="true">' in page


def test_the_past_is_asked_on_the_clocks_of_the_market(shop: Shop, tea: VariantId, desk: Client) -> None:
    assert "has no price" in read(desk, asked(shop, tea, at="2020-02-29T10:00"), 409)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lines": ""}, "This field is required"),
        ({"lines": "NOTHING 2"}, "There is no article “NOTHING”."),
        ({"lines": "NOTHING 2\n" * 51}, "Write at most 50 lines."),
        ({"channel": "nowhere"}, "Select a valid choice"),
        ({"country": "Poland"}, "at most 2 characters"),
        ({"country": "1!"}, "Write two letters"),
        ({"country": "US", "postal_code": "%"}, "Write it with letters"),
        ({"customer": "nobody@example.com"}, "of one customer"),
        ({"codes": ",".join(f"C{number}" for number in range(21))}, "Write at most 20 codes."),
        ({"at": "yesterday"}, "Write a day and an hour"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    shop: Shop, tea: VariantId, desk: Client, given: dict[str, str], said: str
) -> None:
    with nothing_changes():
        assert said in read(desk, asked(shop, tea) | given, 422)


@pytest.mark.parametrize("typed", ["{0} 2\n{1} 3", "{0}*2, {1}*3", "{0}*2,{1} 3", "{0} * 2\r\n{1}*3,"])
def test_lines_are_read_as_the_examples_of_promotions_are(shop: Shop, tea: VariantId, desk: Client, typed: str) -> None:
    milk = shop.offered(9, cents=100)
    known = catalogue.snapshots([tea, milk])
    page = read(desk, asked(shop, tea, lines=typed.format(known[tea].sku, known[milk].sku)))
    for amount in ("$4.50", "$3.00", "$7.50"):
        assert amount in page, amount


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("A 1,25", ["A 1,25"]),
        ("A*1,25, B", ["A*1,25", " B"]),
        ("400*2,500*3", ["400*2", "500*3"]),
        ("A,7", ["A", "7"]),
    ],
)
def test_a_comma_in_a_number_is_no_end_of_a_line(typed: str, parts: list[str]) -> None:
    assert BETWEEN.split(typed) == parts


def test_a_quantity_that_is_none_and_two_ways_at_once_are_refused(shop: Shop, tea: VariantId, desk: Client) -> None:
    sku = catalogue.snapshots([tea])[tea].sku
    assert "a number like 2 or 1.25" in read(desk, asked(shop, tea, lines=f"{sku} 1.5"), 422)
    both = asked(shop, tea, place=shop.store.code, country="US")
    assert "either sent" in read(desk, both, 422)


def test_an_order_tells_its_price_from_what_was_kept(shop: Shop, tea: VariantId, client: Client) -> None:
    order = ordered(shop, tea, 445)
    seen = sign_in(client, a_member("service"))
    page = seen.get(reverse("backoffice:order_price", args=[order])).content.decode()
    for said in ("Tea week", "version 1", "Another promotion gives more.", "$4.45", "Halves are rounded up."):
        assert said in page, said
    assert (
        reverse("backoffice:order_price", args=[order])
        in seen.get(reverse("backoffice:order", args=[order])).content.decode()
    )


def test_an_order_without_promotions_says_that_it_cost_what_was_listed(
    shop: Shop, desk: Client, client: Client
) -> None:
    order = ordered(shop, shop.offered(9), 500)
    seen = sign_in(client, a_member("service"))
    page = seen.get(reverse("backoffice:order_price", args=[order])).content.decode()
    assert "It cost what was listed" in page


def test_only_who_may_see_promotions_explains_baskets(client: Client, shop: Shop) -> None:
    statuses: dict[str, Any] = {}
    for role in ("cashier", "picker", "service", "merchandiser", "manager"):
        statuses[role] = sign_in(client, a_member(role)).get(PAGE).status_code
    assert statuses == {"cashier": 403, "picker": 403, "service": 200, "merchandiser": 200, "manager": 200}


def drafted(shop: Shop, tea: VariantId, *coupon: CouponId) -> Cart:
    """A basket that staff fill for Ana on the telephone."""
    channel = a_channel(shop.market, ChannelKind.PHONE)
    hands = carts.Holder(carts.HolderKind.STAFF, new_id(), "Zoe")
    ana = a_customer(name="Ana", email="ana@example.com")
    draft = carts.draft(shop.market.id, channel.id, customer=ana.id, by=hands)
    carts.add_line(draft.id, tea, 2, by=hands)
    for each in coupon:
        carts.keep_coupon(draft.id, each, by=hands)
    return carts.load(draft.id)


def test_a_draft_is_filled_in_and_explained_with_the_coupons_that_it_keeps(
    shop: Shop, tea: VariantId, client: Client
) -> None:
    a_shared(shop.market)
    draft = drafted(shop, tea, *found(shop.market, "SUMMER26"))
    seen = sign_in(client, a_member("manager"))
    link = f"{PAGE}?cart={draft.id}"
    assert link in seen.get(reverse("backoffice:draft", args=[draft.id])).content.decode()
    answer = seen.get(link)
    page = answer.content.decode()
    sku = catalogue.snapshots([tea])[tea].sku
    for said in (f"{sku} 2", 'value="ana@example.com"', "$4.05", "Tea week", "It takes something off.", "ER26"):
        assert said in page, said
    form = answer.context["form"]
    again = read(seen, {name: form[name].value() or "" for name in form.fields})
    assert ("$4.05" in again, "It takes something off." in again) == (True, True), "what is asked again keeps them"
    less = read(seen, {name: form[name].value() or "" for name in form.fields} | {"lines": f"{sku} 1"})
    assert "$2.02" in less


def test_kept_and_typed_coupons_share_the_room_that_one_basket_has(shop: Shop, tea: VariantId, client: Client) -> None:
    _, (kept, typed, *_) = singles(shop.market, a_basket=1)
    draft = drafted(shop, tea, *found(shop.market, kept))
    told = sign_in(client, a_member("manager")).post(
        PAGE, asked(shop, tea, cart=str(draft.id), codes=f"{kept}, {typed}")
    )
    codes = {tail: str(words) for tail, words in told.context["codes"]}
    full = "One basket takes no more codes of its batch."
    assert list(codes.values()) == ["It takes something off.", full]
    alone = read(client, asked(shop, tea, codes=typed))
    assert ("It takes something off." in alone, full in alone) == (True, False)


def test_what_a_customer_has_in_their_basket_is_filled_in_for_who_may_see_customers(
    shop: Shop, tea: VariantId, client: Client
) -> None:
    ana = a_customer(email="ana@example.com")
    basket = carts.open_for_customer(shop.market.id, shop.web.id, ana.id)
    service = sign_in(Client(), a_member("service"))
    asked_for = {"act": "basket", "customer": "ana@example.com"}
    assert "There is nothing in their basket" in read(service, asked_for, 422)
    assert "of one customer" in read(service, asked_for | {"customer": "nobody"}, 422)
    nobody = read(service, asked_for | {"customer": " "}, 422)
    assert "No customer is named." in nobody
    assert "Customer cannot be" not in nobody
    carts.add_line(basket.id, tea, 2)
    page = service.post(PAGE, asked_for, follow=True).content.decode()
    assert ("$4.50" in page, "ana@example.com" in page) == (True, True)
    merchandiser = sign_in(client, a_member("merchandiser"))
    assert "Fill in the customer" not in merchandiser.get(PAGE).content.decode()
    assert merchandiser.post(PAGE, asked_for).status_code == 403
    assert merchandiser.get(f"{PAGE}?cart={basket.id}").status_code == 403


def test_a_basket_of_another_market_or_none_is_unknown(shop: Shop, tea: VariantId, desk: Client) -> None:
    elsewhere = a_market()
    channel = a_channel(elsewhere)
    foreign, _token = carts.open_for_guest(elsewhere.id, channel.id)
    for named in (str(foreign.id), str(new_id()), "nonsense"):
        assert desk.get(f"{PAGE}?cart={named}").status_code == 404
