"""Cases in the back office: what waits, who looks after it, and how it is settled."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.ids import new_id
from oneshelf.modules.cases import public as cases
from tests.cases.test_cases import short_pick
from tests.orders.settling import forget_jobs
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def test_what_waits_is_taken_and_settled(client: Client) -> None:
    _, order, case, _ = short_pick()
    owner = sign_in(client, a_member("owner"))
    page = owner.get("/backoffice/cases/").content.decode()
    assert case.order_number in page
    assert case.order_number in owner.get("/backoffice/").content.decode()
    owner.post(f"/backoffice/cases/{case.id}/", {"act": "mine"})
    assert case.order_number in owner.get("/backoffice/cases/?mine=1").content.decode()
    assert case.order_number not in owner.get("/backoffice/cases/?kind=late").content.decode()
    owner.post(f"/backoffice/cases/{case.id}/", {"act": "way-1"})
    assert cases.get_case(case.id).solution == "refund"
    story = owner.get(f"/backoffice/orders/{order}/").content.decode()
    for words in ("A case was opened", "The customer was told by e-mail", "The case is settled", "Order changed"):
        assert words in story


def test_whoever_works_elsewhere_neither_sees_nor_settles_it(client: Client) -> None:
    _, _, case, other = short_pick()
    sign_in(client, a_member("manager", at=other.id))
    assert case.order_number not in client.get("/backoffice/cases/").content.decode()
    assert client.post(f"/backoffice/cases/{case.id}/", {"act": "way-1"}).status_code == 403
    assert not cases.get_case(case.id).settled


def test_the_page_asks_as_often_however_much_it_shows(client: Client) -> None:
    shop, order, _, _ = short_pick()
    owner = sign_in(client, a_member("owner"))

    def asked() -> int:
        owner.get("/backoffice/cases/")
        with CaptureQueriesContext(connection) as queries:
            assert owner.get("/backoffice/cases/").status_code == 200
        return len(queries)

    few = asked()
    for number in range(3):
        cases.open_case(cases.Trouble(cases.Kind.ADDRESS, shop.market.id, order, f"N{number}", new_id(), shop.store.id))
    assert asked() == few <= 12
