"""Decisions about companies, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.companies import rules
from oneshelf.modules.companies.errors import MoreThanOpen, OrderTooSmall, OverMemberLimit
from oneshelf.modules.companies.types import (
    Company,
    CompanyId,
    Document,
    DocumentId,
    DocumentKind,
    Member,
    Profile,
    Recipient,
)
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId, Seller
from oneshelf.modules.orders.public import OrderId, OrderLine

ID = UUID(int=1)
PROFILE = Profile("Acme", limit=10_000, minimum=1_000)
ACME = Company(
    CompanyId(ID),
    MarketId(ID),
    "USD",
    PROFILE,
    on_hold=False,
    ordered=Money(3_000, "USD"),
    owed=Money(-500, "USD"),
    version=1,
)
MEMBER = Member(ACME.id, CustomerId(ID), most=2_000)
INVOICE = Document(
    DocumentId(ID),
    ACME.id,
    ACME.market,
    DocumentKind.INVOICE,
    number=1,
    order=OrderId(ID),
    order_number="X",
    amount=Money(1, "USD"),
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    due_on=date(2026, 1, 31),
    paid=Money(0, "USD"),
    credited=Money(0, "USD"),
    about=None,
    recipient=Recipient("Acme", "", "", "", "", ""),
    lines=(),
    version=1,
    seller=Seller("Corner & Co"),
    bands=(),
    reference="",
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def a_line(quantity: int, cents: int) -> OrderLine:
    """A line of so many units that cost so much together."""
    return OrderLine(
        1,
        VariantId(ID),
        sku="A",
        title="Apple",
        gtin=None,
        picture=None,
        unit=Unit.EACH,
        quantity=quantity,
        unit_price=UnitPrice(1, "USD"),
        amount=usd(cents),
        tax_class="standard",
        tax=usd(0),
        returned=0,
    )


@st.composite
def invoices(draw: st.DrawFn) -> list[Document]:
    """Invoices of one order, each paid and credited in part."""
    found = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        amount = draw(st.integers(1, 500))
        paid, credited = usd(draw(st.integers(0, amount))), usd(draw(st.integers(0, amount)))
        id = DocumentId(UUID(int=number))
        found.append(replace(INVOICE, id=id, number=number, amount=usd(amount), paid=paid, credited=credited))
    return found


def test_what_is_left_of_the_credit_counts_what_has_to_go_back() -> None:
    assert (ACME.used, ACME.left) == (usd(2_500), usd(7_500))


def test_an_order_is_neither_too_small_nor_more_than_its_member_may() -> None:
    rules.check_order(ACME, MEMBER, usd(1_000))
    rules.check_order(ACME, MEMBER, usd(2_000))
    rules.check_order(ACME, replace(MEMBER, most=None), usd(99_999))
    with pytest.raises(OrderTooSmall):
        rules.check_order(ACME, MEMBER, usd(999))
    with pytest.raises(OverMemberLimit):
        rules.check_order(ACME, MEMBER, usd(2_001))


@pytest.mark.parametrize("asked", [0, -1, 101])
def test_only_what_is_open_is_noted(asked: int) -> None:
    rules.check_amount(usd(100), usd(100))
    with pytest.raises(MoreThanOpen):
        rules.check_amount(usd(asked), usd(100))


def test_an_invoice_is_due_so_many_days_after_its_own() -> None:
    assert rules.due_on(date(2028, 2, 1), 30) == date(2028, 3, 2)


@given(invoices(), st.integers(1, 2_500))
def test_what_is_open_is_credited_before_what_was_paid(found: list[Document], amount: int) -> None:
    shares = rules.credited_shares(amount, found)
    able = sum(each.amount.minor - each.credited.minor for each in found)
    open_ = sum(max(0, each.open.minor) for each in found)
    assert sum(shares.values()) == min(amount, able)
    assert all(share > 0 for share in shares.values())
    of_open = sum(min(shares.get(each.id, 0), max(0, each.open.minor)) for each in found)
    assert of_open == min(amount, open_)
    for each in found:
        assert each.credited.minor + shares.get(each.id, 0) <= each.amount.minor


@given(st.integers(1, 9), st.integers(1, 10_000), st.data())
def test_the_lines_of_a_document_come_to_its_amount(quantity: int, cents: int, data: st.DataObject) -> None:
    line = a_line(quantity, cents)
    units = data.draw(st.integers(0, quantity))
    amount = data.draw(st.integers(1, 20_000))
    lines = rules.note_lines([line], {1: units}, amount)
    assert sum(each.amount for each in lines) == amount
    assert [each.quantity for each in lines if each.title] == ([units] if units else [])
    assert all(each.unit is Unit.EACH for each in lines)
