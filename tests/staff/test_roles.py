"""Roles and their places: what an account may do where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel import actors
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import SYSTEM, ActorKind, Grant
from oneshelf.kernel.ids import new_id
from oneshelf.modules.staff import models
from oneshelf.modules.staff import public as staff
from oneshelf.modules.staff.rules import BUILT_IN_ROLES, expand
from tests.markets.builders import a_market
from tests.places.builders import a_store
from tests.staff.builders import a_member

pytestmark = [pytest.mark.database, pytest.mark.django_db]

_codes = st.from_regex(r"(orders|tills|staff)\.(view|sell|manage)", fullmatch=True)


@pytest.fixture(autouse=True)
def permissions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house with a few permissions, whichever modules there are."""
    declared = dict.fromkeys(
        ["orders.view", "orders.refund", "tills.sell", "staff.manage", "places.manage", "markets.manage"], ""
    )
    monkeypatch.setattr(actors, "_declared", declared)


def test_a_role_at_a_place_holds_there_only(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    market = a_market()
    here, there = a_store(market), a_store(market)
    member = a_member("cashier", at=here.id)
    assert member.account is not None
    with django_assert_num_queries(1):
        actor = staff.actor_for(member.account)
    assert actor == staff.actor_of(member.id)
    assert (actor.kind, actor.id) == (ActorKind.STAFF, member.id)
    assert actor.may("tills.sell", here.id)
    assert not actor.may("tills.sell", there.id)
    assert not actor.may("tills.sell")
    assert not actor.may("orders.refund", here.id)
    assert actor.places_for("tills.sell") == frozenset({here.id})


def test_the_owner_may_do_everything_everywhere() -> None:
    member = a_member("owner")
    assert staff.actor_of(member.id).grants == {Grant(each) for each in actors.permissions()}


def test_who_has_no_role_may_do_nothing() -> None:
    assert staff.actor_of(a_member().id).grants == frozenset()


def test_an_account_of_nobody_here_is_refused() -> None:
    shopper = accounts.open_account("shopper@example.com", None)
    with pytest.raises(staff.NotStaff):
        staff.actor_for(shopper)
    assert staff.find_actor(shopper) is None
    assert staff.find_member(shopper) is None


def test_who_was_dismissed_has_no_right_any_more() -> None:
    member = a_member("owner")
    assert member.account is not None
    staff.set_pin(member.id, "2580", actor=SYSTEM)
    staff.dismiss(member.id, actor=SYSTEM)
    staff.dismiss(member.id, actor=SYSTEM)
    assert staff.find_actor(member.account) is None
    assert staff.get_member(member.id).dismissed
    assert staff.list_members() == []
    with pytest.raises(staff.UnknownMember):
        staff.check_pin(member.id, "2580", till=new_id())
    with pytest.raises(staff.UnknownMember):
        staff.assign(member.id, "cashier", at=None, actor=SYSTEM)


def test_an_account_is_of_one_member() -> None:
    member = a_member()
    with pytest.raises(staff.AccountTaken):
        a_member(account=member.account)
    assert staff.list_members() == [member]


def test_nobody_gives_what_they_lack() -> None:
    market = a_market()
    here, there = a_store(market), a_store(market)
    manager, new = staff.actor_of(a_member("manager", at=here.id).id), a_member()
    staff.assign(new.id, "cashier", at=here.id, actor=manager)
    for role, place in (("owner", here.id), ("cashier", there.id), ("cashier", None)):
        with pytest.raises(staff.MayNotGrant):
            staff.assign(new.id, role, at=place, actor=manager)
    assert staff.assignments_of(new.id) == [staff.Assignment(new.id, "cashier", here.id)]


def test_a_role_given_twice_is_there_once_and_is_withdrawn_once() -> None:
    member = a_member("cashier", "cashier")
    assert staff.assignments_of(member.id) == [staff.Assignment(member.id, "cashier", None)]
    staff.withdraw(member.id, "cashier", at=None, actor=SYSTEM)
    assert staff.assignments_of(member.id) == []
    with pytest.raises(staff.UnknownRole):
        staff.withdraw(member.id, "astronaut", at=None, actor=SYSTEM)


def test_built_in_roles_that_were_changed_stay_changed() -> None:
    staff.open_built_in_roles()
    models.Role.objects.filter(code="picker").update(permissions=[])
    staff.open_built_in_roles()
    assert staff.get_role("picker").permissions == ()
    assert {role.code for role in staff.list_roles()} == BUILT_IN_ROLES.keys()


def test_a_release_gives_built_in_roles_what_is_new_once() -> None:
    staff.open_built_in_roles()
    picker = models.Role.objects.get(code="picker")
    picker.permissions, picker.offered = ["orders.view"], [each for each in picker.offered if each != "counts.count"]
    picker.save()
    staff.open_built_in_roles()
    assert staff.get_role("picker").permissions == ("orders.view", "counts.count")
    models.Role.objects.filter(code="picker").update(permissions=["orders.view"])
    staff.open_built_in_roles()
    assert staff.get_role("picker").permissions == ("orders.view",)


def test_a_till_offers_who_may_sell_there_and_has_a_pin() -> None:
    store = a_store(a_market())
    cashier, roaming, picker = a_member("cashier", at=store.id), a_member("owner"), a_member("picker", at=store.id)
    for member in (cashier, roaming, picker):
        staff.set_pin(member.id, "2580", actor=SYSTEM)
    a_member("cashier", at=store.id)  # has no PIN yet
    assert {each.id for each in staff.members_at(store.id, "tills.sell")} == {cashier.id, roaming.id}


@given(st.sets(_codes), st.sets(_codes))
def test_patterns_never_grant_what_nobody_declared(patterns: set[str], declared: set[str]) -> None:
    assert expand(patterns, declared) == patterns & declared
    assert expand(["*"], declared) == declared
    assert expand(["orders.*"], declared) == {each for each in declared if each.startswith("orders.")}
