"""Shoppers change their own order while it is not picked, and pay for what staff agreed with them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import caches, clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, AmendmentState, Wish
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NewVariant, VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders.public import Method, OrderState
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.storefront.orders import link_to, payment_link
from tests.amendments.builders import PRICE, Case, an_order, pays, shoppers_may, wrong
from tests.catalogue.builders import a_product
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.doors import NOWHERE
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FEW = (14, 30)
"""Statements of the form, and of what it comes to."""


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def change(client: Client, case: Case, **fields: str) -> str:
    """Look at a change and agree to it; return the page that it ends on."""
    page = f"{link_to(case.order)}change/"
    shown = client.post(page, {f"keep_{line.line}": str(line.wanted) for line in case.now.lines} | fields)
    proposed = shown.context["proposed"]
    return client.post(page, {"amendment": str(proposed.id), "seal": proposed.seal}, follow=True).content.decode()


def test_fewer_units_give_their_money_back(client: Client) -> None:
    case = an_order(3, 2)
    assert "Change or cancel" in client.get(link_to(case.order)).content.decode()
    page = change(client, case, keep_1="1")
    settle()
    assert "Your order is changed" in page
    assert (case.now.due.minor, case.paid()) == (750, 750)
    assert wrong() == []


def test_one_press_cancels_everything(client: Client) -> None:
    case = an_order(3, method=Method.SHIP)
    contact = case.now.contact
    assert contact is not None
    address = {name: getattr(contact, name) for name in ("name", "street", "postal_code", "city", "country")}
    assert "Your order is cancelled" in change(client, case, nothing="yes", **address)
    settle()
    assert (case.now.summary.state, case.paid()) == (OrderState.CANCELLED, 0)


def test_another_store_gets_the_goods_ready(client: Client) -> None:
    case = an_order(3)
    case.at(case.other, case.variants[0], 3)
    change(client, case, store=case.other.code)
    _, moved = case.parcels
    assert (moved.place, case.now.summary.place) == (case.other.id, case.other.id)
    assert (case.reserved(case.variants[0]), case.reserved(case.variants[0], case.other)) == (0, 3)
    assert wrong() == []


def test_a_parcel_goes_to_another_street(client: Client) -> None:
    case = an_order(3, method=Method.SHIP)
    contact = case.now.contact
    assert contact is not None
    address = {name: getattr(contact, name) for name in ("name", "postal_code", "city", "country")}
    change(client, case, street="Low St 2", **address)
    now = case.now.contact
    assert now is not None
    assert (now.street, now.email) == ("Low St 2", contact.email)
    assert amendments.amendments_of(case.order)[0].wish.contact is None  # kept in one row alone


def a_shirt(case: Case) -> tuple[VariantId, VariantId]:
    """Return two sizes of one product: a small one of 5.00 dollars, and a large one of 7.00."""
    new = [NewVariant(f"SHIRT-{size}-{new_id().hex[-8:]}", size, option_values=(size,)) for size in ("Small", "Large")]
    a_product("Shirt", variants=new, option_names=("Size",))
    found = catalogue.variants_by_sku([each.sku for each in new])
    small, large = (found[each.sku] for each in new)
    for variant, cents in ((small, 500), (large, 700)):
        price = UnitPrice(cents, "USD")
        pricing.set_price(case.shop.market.id, variant, price, clock.now(), actor=SYSTEM)
        case.at(case.shop.store, variant, 5)
    return small, large


def settled(case: Case, **terms: bool) -> None:
    shoppers_may(case.shop.market.id, **terms)
    caches.forget_all()


def test_more_is_paid_and_goes_along(client: Client) -> None:
    case = an_order(3)
    page = change(client, case, keep_1="5")
    assert "Pay for the change" in page
    waiting = amendments.awaiting_payment(case.order)
    assert waiting is not None
    assert waiting.to_pay.minor == 500
    client.post(payment_link(waiting), {"card": "tok_approve"})
    settle()
    assert ([line.wanted for line in case.now.lines], case.paid(), len(case.parcels)) == ([3, 2], 1250, 1)
    assert wrong() == []


def test_an_article_is_swapped_for_another_size(client: Client) -> None:
    case = an_order(3)
    small, large = a_shirt(case)
    pays(case.change(None, Addition(small, 1)))
    page = client.get(f"{link_to(case.order)}change/").content.decode()
    assert "Large, $7.00" in page
    assert "swap_1" not in page  # it comes in one kind only
    change(client, case, swap_2=str(large))
    waiting = amendments.awaiting_payment(case.order)
    assert waiting is not None
    assert (waiting.to_pay.minor, waiting.wish.add) == (200, (Addition(large, 1, instead_of=2),))
    client.post(payment_link(waiting), {"card": "tok_approve"})
    settle()
    assert [(line.variant, line.wanted) for line in case.now.lines][1:] == [(small, 0), (large, 1)]
    change(client, case, swap_3=str(small))
    settle()
    assert case.paid() == 750 + 500
    assert wrong() == []


def test_a_basket_goes_along_with_an_order_and_is_empty_then(client: Client) -> None:
    case = an_order(3)
    oats, milk = case.shop.offered(5, 300), case.shop.offered(5, 100)
    for variant, units in ((oats, "2"), (milk, "1")):
        client.post("/cart/add/", {"variant": str(variant), "quantity": units})
    shown = client.post(f"{link_to(case.order)}change/", {"keep_1": "3", "basket": "on"})
    proposed = shown.context["proposed"]
    assert proposed.to_pay.minor == 700
    asked = {"amendment": str(proposed.id), "seal": proposed.seal, "basket": "yes"}
    client.post(f"{link_to(case.order)}change/", asked)
    assert "Gouda" in client.get("/cart/").content.decode()  # not before it is paid
    client.post(payment_link(amendments.get_amendment(proposed.id)), {"card": "tok_approve"})
    assert "Gouda" not in client.get("/cart/").content.decode()
    assert [line.variant for line in case.now.lines] == [case.variants[0], oats, milk]
    assert wrong() == []


def test_a_form_that_comes_again_leaves_the_basket_alone(client: Client) -> None:
    case = an_order(3)
    oats = case.shop.offered(9, PRICE)
    client.post("/cart/add/", {"variant": str(oats), "quantity": "1"})
    shown = client.post(f"{link_to(case.order)}change/", {"keep_1": "2", "basket": "on"}).context["proposed"]
    asked = {"amendment": str(shown.id), "seal": shown.seal, "basket": "yes"}
    client.post(f"{link_to(case.order)}change/", asked)
    assert case.now.due.minor == 750
    assert client.get("/cart/").context["basket"].rows == ()
    client.post("/cart/add/", {"variant": str(oats), "quantity": "1"})
    client.post(f"{link_to(case.order)}change/", asked)
    (row,) = client.get("/cart/").context["basket"].rows
    assert row.quantity == 1


def test_what_the_shop_does_not_let_them_change_is_not_offered(client: Client) -> None:
    case = an_order(3)
    small, large = a_shirt(case)
    pays(case.change(None, Addition(small, 1)))
    client.post("/cart/add/", {"variant": str(large), "quantity": "1"})
    settled(case, may_add=False, may_swap=False)
    page = f"{link_to(case.order)}change/"
    offered = client.get(page).content.decode()
    assert ("basket" in client.get(page).context["form"].fields, "swap_2" in offered) == (False, False)
    with nothing_changes():
        answer = client.post(page, {"keep_1": "4", "keep_2": "1"})
        client.post(page, {"keep_1": "3", "keep_2": "1", "swap_2": str(large), "basket": "on"})
    assert (answer.status_code, "another order" in answer.content.decode()) == (422, True)
    with pytest.raises(amendments.NotByYourself):
        amendments.propose_own(case.order, Wish(add=(Addition(large, 1),)), actor=ANONYMOUS)
    with pytest.raises(amendments.NotByYourself):
        amendments.propose_own(case.order, Wish({2: 1}, (Addition(large, 1, instead_of=2),)), actor=ANONYMOUS)


def test_nothing_is_added_once_somebody_makes_it_ready(client: Client) -> None:
    case = an_order(3, 2)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    with pytest.raises(amendments.PickingHasBegun):
        amendments.propose_own(case.order, Wish(add=(Addition(case.variants[0], 1),)), actor=ANONYMOUS)
    answer = client.post(f"{link_to(case.order)}change/", {"keep_1": "4", "keep_2": "2"})
    assert (answer.status_code, "another order" in answer.content.decode()) == (422, True)
    assert "Your order is changed" in change(client, case, keep_1="2")


@pytest.mark.parametrize("swap", ["x", str(NOWHERE)])
def test_a_swap_for_something_else_changes_nothing(client: Client, swap: str) -> None:
    case = an_order(3)
    small, _large = a_shirt(case)
    pays(case.change(None, Addition(small, 1)))
    with nothing_changes():
        answer = client.post(f"{link_to(case.order)}change/", {"keep_1": "3", "keep_2": "1", "swap_2": swap})
    assert answer.status_code == 422


@pytest.mark.parametrize("keep", ["", "-1", "some", "1.5", "٣", "99999999999999"])
def test_a_quantity_that_is_none_changes_nothing(client: Client, keep: str) -> None:
    case = an_order(3)
    with nothing_changes():
        assert client.post(f"{link_to(case.order)}change/", {"keep_1": keep}).status_code == 422


def test_what_is_picked_is_offered_no_change(client: Client) -> None:
    case = an_order(3)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 3, actor=SYSTEM)
    assert "Change or cancel" not in client.get(link_to(case.order)).content.decode()
    answer = client.post(f"{link_to(case.order)}change/", {"keep_1": "1"})
    assert (answer.status_code, "still lie on the shelf" in answer.content.decode()) == (422, True)


def test_a_change_is_paid_by_its_link_once(client: Client) -> None:
    case = an_order(3)
    waiting = case.change(None, Addition(case.variants[0], 2))
    link = payment_link(waiting)
    assert "waits to be paid" in client.get(link_to(case.order)).content.decode()
    assert client.post(link, {"card": "tok_decline"}).status_code == 402
    assert client.post(link, {"card": "4111111111111111"}).status_code == 402
    assert "Your order is changed" in client.post(link, {"card": "tok_approve"}, follow=True).content.decode()
    settle()
    assert (case.now.due.minor, case.paid()) == (1250, 1250)
    assert client.post(link, {"card": "tok_approve"}).status_code == 302
    assert case.paid() == 1250
    assert wrong() == []


def test_a_link_opens_the_changes_of_its_own_order_only(client: Client) -> None:
    case, other = an_order(3), an_order(3)
    waiting = other.change(None, Addition(other.variants[0], 2))
    foreign = payment_link(waiting).replace(link_to(other.order), link_to(case.order))
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, {"card": "tok_approve"}).status_code == 404
    asked = {"amendment": str(waiting.id), "seal": waiting.seal}
    client.post(f"{link_to(case.order)}change/", asked)
    assert amendments.get_amendment(waiting.id).state is AmendmentState.AWAITING_PAYMENT


def test_the_questions_of_the_pages_do_not_grow_with_the_lines(client: Client) -> None:
    counts = []
    for units in ((1,), (1,), (1, 1, 1, 1)):  # the first one fills what is remembered
        case = an_order(*units)
        page = f"{link_to(case.order)}change/"
        with CaptureQueriesContext(connection) as form:
            client.get(page)
        with CaptureQueriesContext(connection) as shown:
            client.post(page, {"nothing": "yes", **{f"keep_{line}": "1" for line in range(1, len(units) + 1)}})
        counts.append((len(form), len(shown)))
    assert counts[1] == counts[2] == FEW, counts
