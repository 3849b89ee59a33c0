"""Orders on account: who may place them, what they take of the credit, and when it is free again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from oneshelf.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.models import Document
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId, OrderState
from oneshelf.modules.payments import public as payments
from tests.amendments.builders import wrong
from tests.checkout.builders import ANA
from tests.companies.builders import Account, a_company, an_account, pays, usd
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def account(transactional_db: None) -> Account:
    forget_jobs()
    return an_account()


def test_an_order_on_account_takes_credit_and_no_money(account: Account) -> None:
    order = account.orders(4)
    found = orders.get_order(order)
    assert (found.terms, found.summary.total) == (orders.Terms.ON_ACCOUNT, usd(1_000))
    assert payments.payments_of([order])[order] == []
    assert account.figures == (1_000, 0)
    bought = companies.find_purchase(order)
    assert bought == companies.OrderOnAccount(order, account.id, account.member, ordered=1_000, invoiced=0)
    settle()
    assert wrong() == []


def test_a_member_orders_on_account_at_checkout_and_gets_the_same_order_again(account: Account) -> None:
    begun = checkout.start(
        account.shop.market, account.shop.web.id, [checkout.Wanted(account.shop.offered(4), 4)], customer=account.member
    )
    checkout.collect_at(begun.id, account.shop.store.id, ANA)
    first = checkout.complete(begun.id, actor=ANONYMOUS, terms=orders.Terms.ON_ACCOUNT)
    again = checkout.complete(begun.id, actor=ANONYMOUS, terms=orders.Terms.ON_ACCOUNT)
    assert (again.order, again.repeated) == (first.order, True)
    assert account.figures == (1_000, 0)


@pytest.mark.parametrize(
    ("why", "terms", "units", "refusal"),
    [
        ("more than the limit", {"limit": 999}, 4, companies.OverCredit),
        ("less than the least", {"minimum": 1_001}, 4, companies.OrderTooSmall),
        ("a stranger", {}, 4, companies.NotAMember),
        ("more than the member may", {}, 9, companies.OverMemberLimit),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    account: Account, why: str, terms: dict[str, Any], units: int, refusal: type[Refusal]
) -> None:
    changed = replace(account.now.profile, **terms)
    companies.change_company(account.id, changed, version=account.now.version, actor=SYSTEM)
    companies.add_member(account.id, account.member, most=2_000, actor=SYSTEM)
    variant = account.shop.offered(9)
    by = a_customer().id if why == "a stranger" else account.member
    with pytest.raises(refusal):
        checkout.place_order(account.purchase(variant, units, customer=by), actor=SYSTEM)
    assert account.figures == (0, 0)
    assert account.shop.level(variant).reserved == 0
    assert companies.orders_of(account.id) == []


def test_nobody_pays_a_part_on_account(account: Account) -> None:
    tenders = (checkout.Tender("on_account", usd(500)), checkout.Tender("cash", usd(500)))
    with pytest.raises(companies.NotOnAccount):
        checkout.place_order(account.purchase(account.shop.offered(4), 4, tenders=tenders), actor=SYSTEM)


def test_the_very_limit_can_be_ordered_and_not_a_cent_more(account: Account) -> None:
    account.orders(40)
    with pytest.raises(companies.OverCredit) as refused:
        account.orders(1)
    assert (refused.value.wanted, refused.value.left) == (usd(250), usd(0))
    assert account.figures == (10_000, 0)


def test_who_is_on_hold_orders_nothing_until_released(account: Account) -> None:
    held = companies.hold(account.id, actor=SYSTEM)
    assert (held.on_hold, companies.hold(account.id, actor=SYSTEM).version) == (True, held.version)
    with pytest.raises(companies.OnHold):
        account.orders()
    companies.release(account.id, actor=SYSTEM)
    account.orders()
    assert wrong() == []


def test_who_is_long_overdue_orders_nothing_until_it_is_paid(account: Account) -> None:
    account.hands_out(account.orders(1))
    settle()
    (invoice,) = account.documents
    for days, is_late in ((7, False), (8, True)):
        with time_machine.travel(account.noon(invoice.due_on + timedelta(days=days)), tick=True):
            if is_late:
                with pytest.raises(companies.InvoiceOverdue) as refused:
                    account.orders(1)
                assert refused.value.number == invoice.number
                pays(invoice)
            account.orders(1)


def test_a_cancelled_order_gives_its_credit_back(account: Account) -> None:
    orders.cancel_order(account.orders(), actor=SYSTEM)
    settle()
    assert (account.figures, account.documents) == ((0, 0), [])
    assert wrong() == []


def test_changes_take_and_give_credit_within_the_limit(account: Account) -> None:
    order = account.orders(4)
    more = account.shop.offered(40)
    _change(order, Wish(add=(Addition(more, 2),)))
    assert account.figures == (1_500, 0)
    _change(order, Wish(cancel={1: 3}))
    assert account.figures == (750, 0)
    with pytest.raises(companies.OverCredit):
        _change(order, Wish(add=(Addition(more, 38),)))
    assert account.figures == (750, 0)
    assert orders.get_order(order).due == usd(750)
    settle()
    assert wrong() == []


@pytest.mark.parametrize(
    ("why", "refusal"),
    [
        ("held", companies.OnHold),
        ("overdue", companies.InvoiceOverdue),
        ("dropped", companies.NotAMember),
        ("bound", companies.OverMemberLimit),
    ],
)
def test_a_change_takes_no_more_credit_than_a_new_order_would(
    account: Account, why: str, refusal: type[Refusal]
) -> None:
    account.hands_out(account.orders(1))
    settle()
    order, more = account.orders(4), account.shop.offered(9)
    match why:
        case "held":
            companies.hold(account.id, actor=SYSTEM)
        case "overdue":
            Document.objects.update(due_on=companies.today(account.now.market) - timedelta(days=8))
        case "dropped":
            companies.drop_member(account.id, account.member, actor=SYSTEM)
        case _:
            companies.add_member(account.id, account.member, most=1_249, actor=SYSTEM)
    with pytest.raises(refusal):
        _change(order, Wish(add=(Addition(more, 1),)))
    assert account.figures == (1_000, 250)
    assert orders.get_order(order).due == usd(1_000)
    _change(order, Wish(cancel={1: 1}))
    assert account.figures == (750, 250)
    _change(order, Wish(cancel={1: 3}))
    settle()
    assert account.figures == (0, 250)
    assert wrong() == []


def test_by_its_link_an_order_costs_a_company_no_more(account: Account) -> None:
    order, more = account.orders(4), account.shop.offered(9)
    dearer = Wish(add=(Addition(more, 1),))
    for actor in (ANONYMOUS, Actor(ActorKind.CUSTOMER, a_customer().id)):
        with pytest.raises(amendments.OnOthersAccount):
            amendments.propose_own(order, dearer, actor=actor)
        amendments.propose_own(order, Wish(cancel={1: 1}), actor=actor)
    buyer = Actor(ActorKind.CUSTOMER, account.member)
    proposed = amendments.propose_own(order, dearer, actor=buyer)
    amendments.confirm(proposed.id, proposed.seal, actor=buyer)
    assert account.figures == (1_250, 0)


def _change(order: OrderId, wish: Wish) -> None:
    proposed = amendments.propose(order, wish, actor=SYSTEM)
    assert not proposed.to_pay
    amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)


def test_what_is_taken_at_once_is_invoiced_whole(account: Account) -> None:
    order = account.orders(4, method=Method.TAKE_NOW)
    settle()
    assert orders.get_order(order).summary.state is OrderState.COMPLETED
    (invoice,) = account.documents
    assert (invoice.amount, [line.quantity for line in invoice.lines]) == (usd(1_000), [4])
    assert account.figures == (0, 1_000)
    assert wrong() == []


def test_a_customer_orders_for_one_company_of_a_market(account: Account) -> None:
    other = a_company(account.shop.market.id, name="Other")
    with pytest.raises(companies.MemberElsewhere):
        companies.add_member(other.id, account.member, most=None, actor=SYSTEM)
    companies.drop_member(account.id, account.member, actor=SYSTEM)
    companies.add_member(other.id, account.member, most=5, actor=SYSTEM)
    assert companies.members_of(account.id) == []
    found = companies.membership(account.shop.market.id, account.member)
    assert found is not None
    assert (found[0].id, found[1].most) == (other.id, 5)


def test_who_is_erased_orders_for_nobody(account: Account) -> None:
    customers.erase(account.member, actor=SYSTEM)
    settle()
    assert companies.members_of(account.id) == []


def test_terms_are_changed_as_they_were_looked_at_and_never_below_what_is_used(account: Account) -> None:
    account.orders(4)
    was = account.now
    lower = replace(was.profile, limit=999)
    with pytest.raises(companies.LimitInUse) as refused:
        companies.change_company(account.id, lower, version=was.version, actor=SYSTEM)
    assert refused.value.used == usd(1_000)
    exact = replace(was.profile, limit=1_000)
    now = companies.change_company(account.id, exact, version=was.version, actor=SYSTEM)
    assert (now.left, now.version) == (usd(0), was.version + 1)
    with pytest.raises(companies.CompanyChanged):
        companies.change_company(account.id, exact, version=was.version, actor=SYSTEM)
    assert wrong() == []
