"""The demo's made-up companies: there once, named as made up, and clean in the audit."""

from __future__ import annotations

import pytest

from oneshelf.kernel import clock
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.models import Company
from oneshelf.surfaces.console.load.demo_companies import CAFE, LONG_AGO, SCHOOL, open_demo_companies
from tests.amendments.builders import wrong
from tests.checkout.builders import a_shop
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_one_company_pays_in_part_and_the_other_is_long_overdue() -> None:
    forget_jobs()
    shop, shopper = a_shop(), a_customer().id
    for _ in range(4):
        shop.offered(9, 600)
    for _ in range(2):
        open_demo_companies(store=shop.store.id, shopper=shopper)
    settle()
    school, cafe = companies.list_companies(shop.market.id)
    assert (cafe.profile, school.profile) == (CAFE, SCHOOL)
    assert (cafe.ordered.minor, cafe.owed.minor) == (1_200, 600)
    (late,) = companies.list_documents(school.id)
    assert (late.due_on - companies.today(shop.market.id, clock.now() - LONG_AGO)).days == SCHOOL.net_days == 14
    assert [row.made_up for row in Company.objects.all()] == [["everything"]] * 2
    assert wrong() == []
