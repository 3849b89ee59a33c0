"""Groups of customers: opened, joined, left, and forgotten with the customer."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId, GroupId
from tests.customers.builders import a_customer

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _told(customer: customers.Customer) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type FROM outbox_event WHERE aggregate = %s AND sequence > 1 ORDER BY sequence", [customer.id]
        )
        return [each for (each,) in cursor.fetchall()]


def test_a_customer_joins_once_and_leaves_once() -> None:
    trade = customers.open_group("trade", "  Trade   customers ", actor=SYSTEM)
    staff = customers.open_group("staff", "Staff", actor=SYSTEM)
    ana, tom = a_customer(), a_customer()
    for customer in (ana, ana, tom):
        customers.join_group(customer.id, trade.id, actor=SYSTEM)
    customers.join_group(ana.id, staff.id, actor=SYSTEM)
    assert customers.groups_of(ana.id) == {trade.id, staff.id}
    assert [(each.code, each.name, each.members) for each in customers.list_groups()] == [
        ("staff", "Staff", 1),
        ("trade", "Trade customers", 2),
    ]
    first, second = customers.members_of(trade.id, limit=9)
    assert {first.id, second.id} == {ana.id, tom.id}
    assert customers.members_of(trade.id, after=first.id, limit=9) == [second]
    for _ in range(2):
        customers.leave_group(ana.id, trade.id, actor=SYSTEM)
    assert customers.groups_of(ana.id) == {staff.id}
    assert _told(ana) == ["customers.group_joined.v1", "customers.group_joined.v1", "customers.group_left.v1"]


def test_who_is_erased_belongs_nowhere() -> None:
    group = customers.open_group("club", "Club", actor=SYSTEM)
    ana = a_customer()
    customers.join_group(ana.id, group.id, actor=SYSTEM)
    customers.erase(ana.id, actor=SYSTEM)
    assert customers.groups_of(ana.id) == frozenset()
    with pytest.raises(customers.CustomerIsErased):
        customers.join_group(ana.id, group.id, actor=SYSTEM)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("", "Club"),
        ("Club", "Club"),
        ("a b", "Club"),
        ("-a", "Club"),
        ("a\n", "Club"),
        ("a" * 41, "Club"),
        ("club", " "),
        ("club", "x" * 101),
    ],
)
def test_a_group_has_a_plain_code_and_a_name(code: str, name: str) -> None:
    with pytest.raises(customers.BadGroup):
        customers.open_group(code, name, actor=SYSTEM)
    assert customers.list_groups() == []


def test_a_code_names_one_group_and_stays_when_the_name_changes() -> None:
    club = customers.open_group("club", "Club", actor=SYSTEM)
    with pytest.raises(customers.GroupCodeTaken):
        customers.open_group("club", "Another", actor=SYSTEM)
    assert customers.rename_group(club.id, "The club", actor=SYSTEM) == customers.group_by_code("club")
    assert customers.group_by_code("club").name == "The club"


def test_a_closed_group_counts_no_more_and_takes_nobody_in() -> None:
    club, ana, tom = customers.open_group("club", "Club", actor=SYSTEM), a_customer(), a_customer()
    customers.join_group(ana.id, club.id, actor=SYSTEM)
    closed = [customers.close_group(club.id, actor=SYSTEM) for _ in range(2)]
    assert [(each.closed, each.members) for each in closed] == [(True, 1)] * 2
    assert Event.objects.filter(aggregate=club.id, type="customers.group_closed.v1").count() == 1
    assert (customers.groups_of(ana.id), customers.group_codes_of(ana.id)) == (frozenset(), frozenset())
    assert customers.list_groups() == []
    assert customers.group_by_code("club") == closed[0]
    assert customers.group_names({club.id}) == {club.id: "Club"}
    assert customers.group_codes({club.id}) == {club.id: "club"}
    with pytest.raises(customers.ClosedGroup) as refused:
        customers.join_group(tom.id, club.id, actor=SYSTEM)
    assert refused.value.group == "Club"
    with pytest.raises(customers.GroupCodeTaken), transaction.atomic():
        customers.open_group("club", "Another", actor=SYSTEM)
    assert [each.id for each in customers.members_of(club.id, limit=9)] == [ana.id]
    customers.leave_group(ana.id, club.id, actor=SYSTEM)
    with pytest.raises(customers.UnknownGroup):
        customers.close_group(GroupId(new_id()), actor=SYSTEM)


def test_what_is_not_there_is_named() -> None:
    customer = a_customer()
    with pytest.raises(customers.UnknownGroup):
        customers.group_by_code("nobody")
    with pytest.raises(customers.UnknownGroup):
        customers.join_group(customer.id, GroupId(new_id()), actor=SYSTEM)
    with pytest.raises(customers.UnknownCustomer):
        customers.leave_group(CustomerId(new_id()), GroupId(new_id()), actor=SYSTEM)


def test_a_load_brings_groups_with_their_members_once() -> None:
    ana, tom, eva = a_customer(), a_customer(), a_customer()
    club, trade = (customers.Group(GroupId(new_id()), code, code.title(), 0) for code in ("club", "trade"))
    members = {club.id: [ana.id, tom.id], trade.id: [ana.id]}
    since = clock.now()
    assert customers.bulk_load_groups([club, trade], members, since) == 3
    assert customers.bulk_load_groups([club, trade], members, since) == 0
    assert customers.bulk_load_groups([club], {club.id: [ana.id, eva.id]}, since) == 1
    assert customers.groups_of(ana.id) == {club.id, trade.id}
    assert [(each.code, each.members) for each in customers.list_groups()] == [("club", 3), ("trade", 1)]
    assert _told(ana) == ["customers.group_joined.v1", "customers.group_joined.v1"]
    customers.leave_group(ana.id, club.id, actor=SYSTEM)  # its version has counted both
    assert _told(ana)[-1] == "customers.group_left.v1"


def test_a_load_leaves_a_group_alone_whose_code_is_anothers() -> None:
    customers.open_group("club", "Club", actor=SYSTEM)
    other = customers.Group(GroupId(new_id()), "club", "Another", 0)
    assert customers.bulk_load_groups([other], {other.id: [a_customer().id]}, clock.now()) == 0
    assert [(each.name, each.members) for each in customers.list_groups()] == [("Club", 0)]
