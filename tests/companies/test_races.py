"""Many at once: one limit, one series of numbers, one invoice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.orders import public as orders
from tests.amendments.builders import wrong
from tests.companies.builders import an_account, credits, pays
from tests.orders.settling import forget_jobs, settle
from tests.supply.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BUYERS = 12


def test_a_limit_is_never_exceeded_and_nothing_that_fits_is_refused() -> None:
    forget_jobs()
    account = an_account(limit=7 * 250)
    purchases = [account.purchase(account.shop.offered(1)) for _ in range(BUYERS)]
    told = at_once(*[partial(checkout.place_order, each, actor=SYSTEM) for each in purchases])
    assert told == {"done": 7, "over_credit": BUYERS - 7}
    assert account.figures == (7 * 250, 0)
    settle()
    assert wrong() == []


def test_whatever_happens_at_once_to_invoices_is_provable() -> None:
    forget_jobs()
    account = an_account()
    bought = [account.orders(1) for _ in range(4)]
    for order in bought:
        account.hands_out(order)
    assert sum(at_once(*[partial(companies.invoice_what_left, each) for each in bought * 2]).values()) == 8
    assert sorted(each.number for each in account.documents) == [1, 2, 3, 4]
    acts: list[Callable[[], object]] = [partial(pays, each, 200) for each in account.documents] + [
        partial(credits, each, 200) for each in bought
    ]
    acts += [partial(companies.invoice_what_left, each) for each in bought]
    acts += [partial(checkout.place_order, account.purchase(account.shop.offered(1)), actor=SYSTEM) for _ in range(2)]
    told = Counter(at_once(*acts))
    assert told["done"] >= 8
    assert told.keys() <= {"done", "more_than_open"}
    assert [each.credited.minor for each in account.documents if each.about is None] == [200] * 4
    settle()
    assert orders.get_order(bought[0]).summary.refunded.minor == 200
    assert wrong() == []
