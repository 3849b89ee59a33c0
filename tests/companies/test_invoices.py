"""Invoices: what has left is invoiced once, what comes back is credited, what is paid is noted, to the cent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Apart, Wish
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import listeners, queries
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import DocumentKind, EntryKind
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderCancelled, OrderState
from tests.amendments.builders import wrong
from tests.companies.builders import Account, an_account, credits, hand_out, pays, usd
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def account(transactional_db: None) -> Account:
    forget_jobs()
    return an_account()


def two_parcels(account: Account) -> orders.OrderId:
    """Order two articles of 7.50 each, each in a parcel of its own."""
    lines = tuple(checkout.Wanted(account.shop.offered(3), 3) for _ in range(2))
    purchase = account.purchase(lines[0].variant, 6, lines=lines)
    order = checkout.place_order(purchase, actor=SYSTEM).order
    proposed = amendments.propose(order, Wish(apart=(Apart(2),)), actor=SYSTEM)
    amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)
    return order


def test_each_parcel_that_leaves_is_invoiced_once(account: Account) -> None:
    order = two_parcels(account)
    first, second = fulfilment.consignments_of([order])[order]
    hand_out(first)
    settle()
    assert account.figures == (750, 750)
    hand_out(second)
    settle()
    assert account.figures == (0, 1_500)
    assert companies.invoice_what_left(order) == []
    assert [(each.number, each.amount, each.order) for each in account.documents] == [
        (1, usd(750), order),
        (2, usd(750), order),
    ]
    assert account.documents[0].recipient.tax_number == "12-345"
    assert account.documents[0].due_on == companies.today(account.now.market) + timedelta(days=30)
    assert orders.get_order(order).summary.state is OrderState.COMPLETED
    assert wrong() == []


def test_what_was_not_found_is_not_invoiced_and_takes_no_credit(account: Account) -> None:
    order = account.orders(4)
    account.hands_out(order, picked=3)
    settle()
    (invoice,) = account.documents
    assert (invoice.amount, [line.quantity for line in invoice.lines]) == (usd(750), [3])
    assert account.figures == (0, 750)
    assert wrong() == []


def test_goods_that_come_back_are_credited_and_on_hand_again(account: Account) -> None:
    variant = account.shop.offered(4)
    order = checkout.place_order(account.purchase(variant, 4), actor=SYSTEM).order
    account.hands_out(order)
    settle()
    cause = new_id()
    for _ in range(2):  # the second one is the same, and finds what the first has written
        (note,) = companies.credit_order(
            order, usd(500), cause=cause, actor=SYSTEM, goods={1: 2}, to_place=account.shop.store.id
        )
    assert (note.kind, note.number, note.amount) == (DocumentKind.CREDIT_NOTE, 2, usd(500))
    assert [(line.quantity, line.amount) for line in note.lines] == [(2, 500)]
    assert account.shop.level(variant).on_hand == 2
    assert account.figures == (0, 500)
    assert orders.get_order(order).summary.refunded == usd(500)
    settle()
    assert wrong() == []


def test_no_more_is_credited_than_was_invoiced(account: Account) -> None:
    order = account.orders(4)
    with pytest.raises(orders.OrderRefundTooLarge):
        credits(order, 1)
    account.hands_out(order)
    settle()
    for asked in (0, 1_001):
        with pytest.raises(orders.OrderRefundTooLarge):
            credits(order, asked)
    credits(order, 1_000)
    with pytest.raises(orders.OrderRefundTooLarge):
        credits(order, 1)
    assert account.figures == (0, 0)


def test_an_order_that_was_paid_otherwise_is_not_credited(account: Account) -> None:
    paid = checkout.place_order(account.shop.purchase(account.shop.offered(1)), actor=SYSTEM)
    with pytest.raises(companies.PaidOtherwise):
        credits(paid.order, 1)


def test_payments_are_noted_once_and_up_to_what_is_open(account: Account) -> None:
    account.hands_out(account.orders(4))
    settle()
    (invoice,) = account.documents
    cause = new_id()
    for _ in range(2):
        noted = companies.note_payment(invoice.id, usd(400), reference="A", cause=cause, actor=SYSTEM)
    assert (noted.paid, noted.open, account.figures) == (usd(400), usd(600), (0, 600))
    for asked in (0, 601):
        with pytest.raises(companies.MoreThanOpen):
            pays(invoice, asked)
    assert pays(invoice, 600).open == usd(0)
    assert ledger.balance(ledger.account_id(account.now.market, "bank", "USD")) == -1_000
    assert ledger.balance(ledger.account_id(account.now.market, f"company:{account.id}", "USD")) == 0
    assert wrong() == []


def test_what_was_paid_and_credited_goes_back(account: Account) -> None:
    order = account.orders(4)
    account.hands_out(order)
    settle()
    pays(account.documents[0])
    credits(order, 300)
    invoice = account.documents[0]
    assert (invoice.open, account.figures) == (usd(-300), (0, -300))
    with pytest.raises(companies.MoreThanOpen):
        pays(invoice, 1)
    with pytest.raises(companies.MoreThanOpen):
        companies.pay_back(invoice.id, usd(301), reference="", cause=new_id(), actor=SYSTEM)
    companies.pay_back(invoice.id, usd(300), reference="B", cause=new_id(), actor=SYSTEM)
    assert (account.documents[0].open, account.figures) == (usd(0), (0, 0))
    assert wrong() == []


def test_what_was_ordered_on_the_strength_of_it_does_not_go_back(account: Account) -> None:
    order = account.orders(4)
    account.hands_out(order)
    settle()
    pays(account.documents[0])
    credits(order, 250)
    account.orders(41)  # a unit more than the limit
    assert account.figures == (10_250, -250)
    with pytest.raises(companies.OverCredit) as refused:
        companies.pay_back(account.documents[0].id, usd(250), reference="", cause=new_id(), actor=SYSTEM)
    assert (refused.value.wanted, refused.value.left) == (usd(250), usd(0))
    assert account.documents[0].open == usd(-250)
    assert wrong() == []


def test_a_statement_says_what_moved_the_account(account: Account) -> None:
    began, order = clock.now(), account.orders(4)
    account.hands_out(order)
    settle()
    between = clock.now()
    pays(account.documents[0], 400)
    credits(order, 100)
    told = companies.statement(account.id, between, clock.now())
    assert [(each.kind, each.number, each.amount) for each in told.entries] == [
        (EntryKind.PAYMENT, 1, -400),
        (EntryKind.CREDIT_NOTE, 2, -100),
    ]
    assert (told.before, told.after) == (usd(1_000), usd(500))
    assert companies.statement(account.id, began, between).after == told.before


def test_numbers_go_on_where_a_refused_document_had_one(account: Account) -> None:
    order = account.orders(4)
    account.hands_out(order)
    settle()
    with pytest.raises(orders.ReturnTooLarge):
        credits(order, 100, goods={1: 5}, to_place=account.shop.store.id)
    assert [credits(order, 100)[0].number, credits(order, 100)[0].number] == [2, 3]
    assert wrong() == []


def test_a_long_statement_tells_the_last_of_it_and_where_it_begins(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_ENTRIES", 2)
    began = clock.now() - timedelta(days=1)
    for _ in range(3):
        account.hands_out(account.orders(1))
        settle()
    whole = companies.statement(account.id, began, clock.now())
    assert (whole.before, whole.after, [each.number for each in whole.entries]) == (usd(250), usd(750), [2, 3])
    rest = companies.statement(account.id, began, whole.since)
    assert (rest.since, rest.before, rest.after) == (began, usd(0), whole.before)
    assert [each.number for each in rest.entries] == [1]


def test_orders_that_are_paid_otherwise_cost_one_statement_for_all(
    account: Account, django_assert_num_queries: Any
) -> None:
    event = OrderCancelled(market=account.now.market, number="A")
    records = [Record(new_id(), event.TYPE, new_id(), 1, event.encoded(), clock.now()) for _ in range(3)]
    with django_assert_num_queries(1):
        listeners.follow_orders(records)


def test_what_names_a_payment_names_no_other(account: Account) -> None:
    for _ in range(2):
        account.hands_out(account.orders(1))
        settle()
    one, other = account.documents
    cause = new_id()
    companies.note_payment(one.id, usd(100), reference="", cause=cause, actor=SYSTEM)
    for verb, invoice, amount in (
        (companies.note_payment, other, 100),
        (companies.note_payment, one, 99),
        (companies.pay_back, one, 100),
    ):
        with pytest.raises(companies.NotedAlready) as refused:
            verb(invoice.id, usd(amount), reference="", cause=cause, actor=SYSTEM)
        assert refused.value.amount == usd(100)
    assert account.figures == (0, 400)
