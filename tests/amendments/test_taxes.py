"""What is added to an order is taxed as the rest of it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Bill, Wish
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId
from oneshelf.modules.places.models import Place
from oneshelf.modules.places.public import Address
from oneshelf.modules.tax import public as tax
from tests.amendments.builders import confirm, pays, wrong
from tests.checkout.builders import ANA, Shop, a_shop
from tests.companies.builders import an_account, usd
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store
from tests.surfaces.unchanged import nothing_changes
from tests.tax.builders import LONG_AGO, a_rate, a_zone

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def changed(shop: Shop, included: int, spared: bool = False) -> orders.Order:
    """Order two pieces on account at 2.50, and add one at 3.33."""
    account = an_account(shop)
    if spared:
        Place.objects.filter(id=shop.store.id).update(country="US")
        shown = tax.NewExemption(tax.ExemptionKind.CERTIFICATE, "ST-120", "US", LONG_AGO)
        tax.exempt(shop.market.id, account.member, shown, actor=SYSTEM)
    paid = (checkout.Tender("on_account", usd(included)),)
    order = account.orders(2, tenders=paid)
    wish = Wish(add=(Addition(shop.offered(1, 333), 1),))
    proposed = amendments.propose(order, wish, actor=SYSTEM)
    amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)
    return orders.get_order(order)


def test_tax_is_added_to_the_price_of_an_added_line() -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 1_000)
    order = changed(shop, 550)
    # 3.33 * 10 % = 0.333
    assert (order.lines[1].amount, order.lines[1].tax) == (usd(366), usd(33))
    assert (order.tax, order.summary.total) == (usd(83), usd(916))
    assert wrong() == []


def test_an_added_line_says_what_tax_its_price_holds() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_000)
    order = changed(shop, 500)
    # 3.33 * 20/120 = 0.555
    assert (order.lines[1].amount, order.lines[1].tax, order.tax) == (usd(333), usd(56), usd(139))
    assert wrong() == []


def test_who_is_not_charged_is_spared_the_tax_of_an_added_line_too() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_000)
    order = changed(shop, 417, spared=True)
    assert (order.lines[1].amount, order.lines[1].tax) == (usd(277), usd(0))
    assert [(each.line, each.kind, each.amount) for each in order.adjustments if each.line == 2] == [
        (2, orders.TAX_RELIEF, Money(-56, "USD"))
    ]
    assert wrong() == []


ELSEWHERE = replace(ANA, postal_code="99999")


def sending_costs(shop: Shop, minor: int) -> None:
    delivery.set_standard_service(shop.market.id, carrier="Parcel Post", amount=minor, free_from=None, actor=SYSTEM)


def sent(shop: Shop, total: int, contact: orders.Contact = ANA, tax_class: str = "standard", **buyer: Any) -> OrderId:
    """Order two pieces at 2.50 to an address, for that much; anything else is refused."""
    paid = (checkout.Tender("external", usd(total)),)
    purchase = shop.purchase(
        *(shop.offered(2, tax_class=tax_class), 2),
        channel=shop.web.id,
        method=Method.SHIP,
        contact=contact,
        tenders=paid,
        **buyer,
    )
    return checkout.place_order(purchase, actor=SYSTEM).order


def moved(order: OrderId, contact: orders.Contact = ELSEWHERE) -> tuple[Bill, orders.Order]:
    """Let an order go to another address, and pay what that costs more."""
    proposed = amendments.propose(order, Wish(contact=contact), actor=SYSTEM)
    agreed = confirm(proposed)
    if proposed.to_pay.minor:
        pays(agreed)
    settle()
    return proposed.preview.bill, orders.get_order(order)


def test_delivery_that_costs_more_is_taxed_as_if_it_were_placed_so() -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 1_000)
    sending_costs(shop, 335)
    order = sent(shop, 550 + 369)  # 3.35 * 10 % = 0.335
    sending_costs(shop, 800)
    bill, changed = moved(order)
    # 4.65 more * 10 % = 0.465
    assert (bill.to_pay, bill.delivery_was, bill.delivery_will) == (usd(512), usd(369), usd(881))
    assert (bill.tax_was, bill.tax_will) == (usd(84), usd(131))
    assert (changed.delivery, changed.tax, changed.due) == (usd(881), usd(131), usd(550 + 881))
    assert wrong() == []
    bill, changed = moved(order, replace(ELSEWHERE, postal_code="99998"))
    assert (bill.to_pay, bill.back, changed.due) == (usd(0), usd(0), usd(1_431))


def test_delivery_that_costs_less_gives_its_tax_back_too() -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 1_000)
    sending_costs(shop, 800)
    order = sent(shop, 550 + 880)
    sending_costs(shop, 300)
    bill, changed = moved(order)
    assert (bill.back, bill.delivery_will, bill.tax_was, bill.tax_will) == (usd(550), usd(330), usd(130), usd(80))
    sending_costs(shop, 500)
    bill, changed = moved(order, ANA)
    assert (bill.to_pay, bill.delivery_will, changed.due) == (usd(220), usd(550), usd(1_100))
    sending_costs(shop, 0)
    bill, changed = moved(order)
    assert (bill.back, bill.delivery_will, bill.tax_will, changed.due) == (usd(550), usd(0), usd(50), usd(550))
    assert wrong() == []


def a_state(shop: Shop, state: str, ppm: int, tax_class: str = "standard", code: str = "state") -> None:
    """Tax a class of goods in a state."""
    rate = tax.NewRate(tax_class, code, code, ppm, LONG_AGO)
    tax.set_rate(a_zone(shop.market.id, state, tax.Area("US", state)), rate, actor=SYSTEM)


IN_NY, IN_NJ = replace(ANA, region="NY"), replace(ANA, postal_code="07001", region="NJ")


@pytest.mark.parametrize(("included", "charged"), [(False, 520), (True, 500)])
def test_goods_do_not_go_where_they_would_be_taxed_otherwise(included: bool, charged: int) -> None:
    shop = a_shop(tax_included=included)
    a_state(shop, "NY", 40_000)
    a_state(shop, "NJ", 66_250)
    order = sent(shop, charged, IN_NY)
    with nothing_changes(), pytest.raises(amendments.TaxedElsewhere) as refused:
        amendments.propose(order, Wish(contact=IN_NJ), actor=SYSTEM)
    assert (refused.value.there, refused.value.field) == ("US NJ 07001", "contact")
    _, changed = moved(order, replace(IN_NY, postal_code="14201"))
    assert (changed.contact, changed.due) == (replace(IN_NY, postal_code="14201"), usd(charged))
    assert wrong() == []


def test_goods_go_where_other_goods_are_taxed_otherwise_and_dearer_delivery_is_taxed_as_there() -> None:
    shop = a_shop(tax_included=False)
    a_state(shop, "NY", 40_000)
    a_state(shop, "NY", 0, "food")
    a_state(shop, "NJ", 66_250)
    a_state(shop, "NJ", 0, "food")
    order = sent(shop, 500, IN_NY, tax_class="food")
    sending_costs(shop, 1_000)
    bill, changed = moved(order, IN_NJ)
    # 10.00 * 6.625 % = 0.6625
    assert (bill.to_pay, changed.tax, changed.due) == (usd(1_066), usd(66), usd(1_566))
    with pytest.raises(amendments.TaxedElsewhere):  # what was charged for bringing it was taxed so
        amendments.propose(order, Wish(contact=IN_NY), actor=SYSTEM)
    assert wrong() == []


def test_what_is_added_is_not_taxed_as_where_the_order_does_not_go_any_more() -> None:
    shop = a_shop(tax_included=False)
    for state, ppm in (("NY", 40_000), ("NJ", 66_250)):
        a_state(shop, state, ppm)
        a_state(shop, state, 0, "food")
    order = sent(shop, 500, IN_NY, tax_class="food")
    wish = Wish(contact=IN_NJ, add=(Addition(shop.offered(1), 1),))
    with nothing_changes(), pytest.raises(amendments.TaxedElsewhere):
        amendments.propose(order, wish, actor=SYSTEM)
    assert amendments.propose(order, replace(wish, contact=None), actor=SYSTEM).to_pay == usd(260)


def test_the_same_rate_that_another_authority_takes_is_another_tax() -> None:
    shop = a_shop(tax_included=False)
    a_state(shop, "NY", 40_000, code="ny")
    a_state(shop, "NJ", 40_000, code="nj")
    order = sent(shop, 520, IN_NY)
    with pytest.raises(amendments.TaxedElsewhere):
        amendments.propose(order, Wish(contact=IN_NJ), actor=SYSTEM)


def test_who_owes_the_tax_themselves_does_not_move_where_they_would_be_charged() -> None:
    shop = a_shop(tax_included=True)
    tax.set_regime(shop.market.id, tax.Regime("PL"), actor=SYSTEM)
    a_rate(shop.market.id, 2_000)
    in_berlin = replace(ANA, country="DE", postal_code="10115", vat_id="DE136695976")
    order = sent(shop, 417, in_berlin)
    with pytest.raises(amendments.TaxedElsewhere):
        amendments.propose(order, Wish(contact=replace(in_berlin, country="PL", postal_code="00001")), actor=SYSTEM)
    assert moved(order, replace(in_berlin, postal_code="80331"))[1].due == usd(417)


def test_what_is_collected_does_not_move_to_a_store_where_it_is_taxed_otherwise() -> None:
    shop = a_shop(tax_included=False)
    a_state(shop, "NY", 40_000)
    a_state(shop, "NJ", 66_250)
    Place.objects.filter(id=shop.store.id).update(country="US", region="NY")
    abroad, near = (a_store(shop.market, address=Address(country="US", region=each)) for each in ("NJ", "NY"))
    tea = shop.offered(2)
    for store in (abroad, near):
        inventory.receive(shop.market.id, store.id, {tea: 2}, cause=new_id(), at=clock.now())
    paid = (checkout.Tender("external", usd(260)),)
    purchase = shop.purchase(tea, channel=shop.web.id, method=Method.COLLECT, contact=ANA, tenders=paid)
    order = checkout.place_order(purchase, actor=SYSTEM).order
    with nothing_changes(), pytest.raises(amendments.StoreTaxedElsewhere) as refused:
        amendments.propose(order, Wish(store=abroad.id), actor=SYSTEM)
    assert (refused.value.place, refused.value.field) == (abroad.name, "store")
    confirm(amendments.propose(order, Wish(store=near.id), actor=SYSTEM))
    assert orders.get_order(order).summary.place == near.id
    assert wrong() == []


def test_what_is_cancelled_whole_is_not_asked_where_it_goes() -> None:
    shop = a_shop(tax_included=False)
    a_state(shop, "NY", 40_000)
    a_state(shop, "NJ", 66_250)
    order = sent(shop, 520, IN_NY)
    assert amendments.propose(order, Wish(cancel={1: 2}, contact=IN_NJ), actor=SYSTEM).preview.ends_order


def test_the_tax_that_dearer_delivery_holds_is_told_and_who_is_exempt_is_spared_it() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_000)
    order, member = sent(shop, 500), a_customer().id
    shown = tax.NewExemption(tax.ExemptionKind.CERTIFICATE, "ST-120", "US", LONG_AGO)
    tax.exempt(shop.market.id, member, shown, actor=SYSTEM)
    spared = sent(shop, 417, customer=member)
    sending_costs(shop, 600)
    bill, changed = moved(order)
    assert (bill.to_pay, changed.tax) == (usd(600), usd(83 + 100))
    bill, changed = moved(spared)
    assert (bill.to_pay, changed.tax, changed.delivery) == (usd(500), usd(0), usd(500))
    assert [each.amount for each in changed.adjustments if each.line == 0] == [usd(-100)]
    sending_costs(shop, 900)
    bill, changed = moved(spared, replace(ELSEWHERE, postal_code="99998"))
    assert (bill.to_pay, changed.delivery) == (usd(250), usd(750))
    assert wrong() == []


def test_an_order_whose_taxes_nobody_knew_is_added_to_without_any() -> None:
    shop = a_shop(tax_included=False)
    account = an_account(shop)
    order = account.orders(2)
    a_rate(shop.market.id, 1_000)
    proposed = amendments.propose(order, Wish(add=(Addition(shop.offered(1, 333), 1),)), actor=SYSTEM)
    assert proposed.preview.bill.will == usd(833)
    assert orders.get_order(order).summary.method is Method.COLLECT
