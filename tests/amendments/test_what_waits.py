"""Changes of orders that wait for goods: what is not there yet can be cancelled, parted and sent elsewhere as well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders.public import OrderState
from tests.amendments.builders import Case, wrong
from tests.checkout.builders import ANA, a_shop
from tests.checkout.test_ahead import in_days, placed, receive, sold_out
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def a_waiting_order(*units: int, sent: bool = False) -> Case:
    """Place an order of so many units of each of some variants, of which the store has none yet."""
    shop = a_shop()
    variants: tuple[VariantId, ...] = tuple(sold_out(shop) for _ in units)
    wanted = [Wanted(variant, count) for variant, count in zip(variants, units, strict=True)]
    return Case(shop, placed(shop, *wanted, sent=sent), variants, a_store(shop.market))


def test_a_line_that_waits_is_cancelled() -> None:
    case = a_waiting_order(2)
    case.change({1: 1})
    assert (case.parcel.state, case.reserved(case.variants[0])) == (ConsignmentState.AWAITED, 1)
    case.change({1: 1})
    settle()
    assert (case.now.summary.state, case.reserved(case.variants[0])) == (OrderState.CANCELLED, 0)
    assert wrong() == []


def test_what_waits_to_be_sent_goes_to_another_address() -> None:
    case = a_waiting_order(1, sent=True)
    moved = replace(ANA, street="9 Elm Street")
    case.change(contact=moved)
    assert case.now.contact == moved
    assert case.parcel.state is ConsignmentState.AWAITED


def test_what_waits_is_collected_where_it_is_there_already() -> None:
    case = a_waiting_order(2)
    case.at(case.other, case.variants[0], 2)
    case.change(store=case.other.id)
    settle()
    assert [(each.state, each.place == case.other.id) for each in case.parcels] == [
        (ConsignmentState.CANCELLED, False),
        (ConsignmentState.OPEN, True),
    ]
    assert (case.reserved(case.variants[0]), case.reserved(case.variants[0], case.other)) == (0, 2)
    assert wrong() == []


def test_a_line_that_is_parted_from_what_waits_goes_on_waiting() -> None:
    case = a_waiting_order(1, 2)
    promised = case.now.promised_by
    case.change(split=(2,))
    settle()
    assert [(each.state, each.expected_on, [line.line for line in each.lines]) for each in case.parcels] == [
        (ConsignmentState.AWAITED, in_days(5), [1]),
        (ConsignmentState.AWAITED, in_days(5), [2]),
    ]
    assert case.now.promised_by == promised
    receive(case.shop, case.variants[1], 2)
    settle()
    assert [each.state for each in case.parcels] == [ConsignmentState.AWAITED, ConsignmentState.OPEN]
    assert wrong() == []
