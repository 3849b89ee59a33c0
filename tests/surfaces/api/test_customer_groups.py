"""Groups of customers by the API."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.customers import public as customers
from tests.checkout.builders import Shop
from tests.customers.builders import a_customer
from tests.surfaces.api.programs import Program
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

CLUB = {"code": "club", "name": "Club"}


def test_a_group_is_opened_joined_left_and_closed(till: Program) -> None:
    told = [till.post("/customer-groups", CLUB, key="once") for _ in range(2)]
    assert [(each.status, each.body) for each in told] == [(201, CLUB | {"members": 0, "closed": False})] * 2
    ana, tom = a_customer(name="Ana", email="ana@example.com"), a_customer()
    for customer in (ana, ana, tom):
        joined = till.post("/customer-groups/club/members", {"customer": str(customer.id)})
    assert (joined.status, joined["members"]) == (200, 2)
    first = till.get("/customer-groups/club/members?limit=1")
    rest = till.get(f"/customer-groups/club/members?cursor={first['next']}")
    assert {each["customer"] for each in first["items"] + rest["items"]} == {str(ana.id), str(tom.id)}
    assert {"customer": str(ana.id), "name": "Ana", "email": "ana@example.com"} in first["items"] + rest["items"]
    left = [till.send("DELETE", f"/customer-groups/club/members/{tom.id}") for _ in range(2)]
    assert [(each.status, each["members"]) for each in left] == [(200, 1)] * 2
    assert till.send("PUT", "/customer-groups/club", {"name": "The club"})["name"] == "The club"
    closed = [till.post("/customer-groups/club/close") for _ in range(2)]
    assert [(each.status, each["closed"], each["members"]) for each in closed] == [(200, True, 1)] * 2
    assert till.get("/customer-groups")["items"] == []
    assert till.get("/customer-groups/club")["closed"]
    assert customers.groups_of(ana.id) == frozenset()


def test_what_cannot_be_is_refused_and_nothing_is_kept(till: Program) -> None:
    group = customers.open_group("club", "Club", actor=SYSTEM)
    customers.close_group(group.id, actor=SYSTEM)
    customers.open_group("trade", "Trade", actor=SYSTEM)
    erased = a_customer()
    customers.erase(erased.id, actor=SYSTEM)
    with nothing_changes():
        is_refused(till.post("/customer-groups", CLUB), 409, "group_code_taken", "code", "club")
        is_refused(till.post("/customer-groups", {"code": "A b", "name": "x"}), 422, "bad_group", "code", "A b")
        is_refused(till.send("PUT", "/customer-groups/trade", {"name": " "}), 422, "bad_group", "code", None)
        is_refused(till.get("/customer-groups/nobody"), 404, "unknown_group", "group", "nobody")
        members = "/customer-groups/trade/members"
        assert till.post(members, {"customer": str(new_id())})["code"] == "unknown_customer"
        assert till.post(members, {"customer": str(erased.id)})["code"] == "customer_is_erased"
        is_refused(till.send("DELETE", f"{members}/x"), 422, "invalid", "customer", "x")
        closed = till.post("/customer-groups/club/members", {"customer": str(new_id())})
        is_refused(closed, 409, "group_closed", "group", "Club")


def test_who_may_look_may_not_change(shop: Shop) -> None:
    customers.open_group("club", "Club", actor=SYSTEM)
    looker = Program.with_key(shop, "customers.view")
    assert looker.get("/customer-groups/club/members").status == 200
    with nothing_changes():
        refused = [
            looker.post("/customer-groups", CLUB | {"code": "other"}),
            looker.send("PUT", "/customer-groups/club", {"name": "Other"}),
            looker.post("/customer-groups/club/close"),
            looker.post("/customer-groups/club/members", {"customer": str(new_id())}),
            looker.send("DELETE", f"/customer-groups/club/members/{new_id()}"),
        ]
    assert {(each.status, each["permission"]) for each in refused} == {(403, "customers.manage")}
