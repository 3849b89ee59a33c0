"""The demo's people can sign in, and their secrets are this installation's own."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.test import override_settings

from oneshelf.kernel.ids import new_id
from oneshelf.modules.customers import public as customers
from oneshelf.modules.staff import public as staff
from oneshelf.surfaces.console.load import demo_people
from oneshelf.surfaces.console.load.demo_people import PEOPLE, open_demo_people
from tests.markets.builders import a_market
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_everybody_can_sign_in_and_works_where_they_should() -> None:
    store = a_store(a_market())
    shopper = customers.register(name="Household", email="household@example.com", language="en")
    open_demo_people(store=store.id, shopper=shopper.id)
    for person in PEOPLE:
        account = authenticate(email=person.email, password=person.password)
        assert account is not None, person.role
        if person.role == "shopper":
            assert customers.customer_for_account(account.pk) == customers.get_customer(shopper.id)
        else:
            member = staff.member_of(account.pk)
            (assignment,) = staff.assignments_of(member.id)
            assert (assignment.role, assignment.place) == (person.role, None if person.role == "owner" else store.id)
            assert person.pin is not None
            staff.check_pin(member.id, person.pin, till=new_id())


def test_opening_them_twice_changes_nothing() -> None:
    store = a_store(a_market())
    shopper = customers.register(name="Household", email="household@example.com", language="en")
    open_demo_people(store=store.id, shopper=shopper.id)
    open_demo_people(store=store.id, shopper=shopper.id)
    assert len(staff.list_members()) == len(PEOPLE) - 1


def test_another_installation_has_other_secrets() -> None:
    here = [(person.password, person.pin) for person in PEOPLE]
    with override_settings(SECRET_KEY="that of somebody else"):
        there = [(person.password, person.pin) for person in PEOPLE]
    assert not set(here) & set(there) - {(None, None)}
    assert len({password for password, _ in here}) == len(PEOPLE)


def test_tills_accept_every_pin() -> None:
    for number in range(300):
        pin = demo_people.SignIn("cashier", "", f"{number}@example.com").pin
        assert pin is not None
        assert len(pin) == 6
        assert int(pin[1]) - int(pin[0]) not in {0, 1, -1, 9, -9}
