"""Customers: known by card, found by what people remember, forgotten on request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account
from oneshelf.kernel.actors import SYSTEM, Actor, ActorKind
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.customers import models
from oneshelf.modules.customers import public as customers
from tests.customers.builders import a_customer

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _events(customer: customers.Customer) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, sequence FROM outbox_event WHERE aggregate = %s ORDER BY sequence", [customer.id])
        return list(cursor.fetchall())


def test_a_registered_customer_has_a_card_and_is_announced() -> None:
    customer = a_customer(name="  Ana   Kowalska ", email="Ana@Example.com", phone="22 123 45 67", region="PL")
    assert (customer.name, customer.email, customer.phone) == ("Ana Kowalska", "ana@example.com", "+48221234567")
    (card,) = customers.cards_of(customer.id)
    assert customers.find_by_card(card) == customer == customers.get_customer(customer.id)
    assert _events(customer) == [("customers.customer_registered.v1", 1)]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"email": "no address"}, customers.InvalidEmail),
        ({"email": "a@b"}, customers.InvalidEmail),
        ({"phone": "12"}, customers.InvalidPhone),
        ({"phone": "22 123 45 67"}, customers.InvalidPhone),
    ],
)
def test_contact_data_that_leads_nowhere_is_refused(fields: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        a_customer(**fields)
    assert not models.Customer.objects.exists()


@pytest.mark.parametrize(
    "text", ["lodz", "ŁÓDŹ", "jozef lo", "józef łódzki", "jozef lodzky", "jozef@", "2212345", "+4822"]
)
def test_the_till_finds_a_customer_by_what_they_say(text: str) -> None:
    wanted = a_customer(name="Józef Łódzki", email="jozef@example.com", phone="+48221234567")
    a_customer(name="Somebody Else")
    found = customers.search(text)
    assert [each.customer for each in found] == [wanted]
    assert found[0].card == customers.cards_of(wanted.id)[0]


@pytest.mark.parametrize("text", ["", "j", "%%", "__", "\\"])
def test_a_search_for_nothing_finds_nobody(text: str) -> None:
    a_customer(name="Józef Łódzki")
    assert customers.search(text) == []


def test_a_card_number_finds_its_holder_only() -> None:
    holder, card = a_customer(), customers.card_number(7)
    a_customer(name=card)
    assert customers.search(card) == []
    assert customers.issue_card(holder.id, f"{card[:4]} {card[4:]}", actor=SYSTEM) == card
    assert [each.customer for each in customers.search(card)] == [holder]
    with pytest.raises(customers.CardTaken):
        customers.issue_card(a_customer().id, card, actor=SYSTEM)
    assert len(customers.cards_of(holder.id)) == 2


def test_changed_contact_data_is_found_and_announced() -> None:
    customer = a_customer()
    changed = customers.change_contact(customer.id, name="New Name", email="", phone="", language="pl", actor=SYSTEM)
    assert changed == customers.get_customer(customer.id)
    assert changed.email == ""
    assert [each.customer for each in customers.search("new name")] == [changed]
    assert _events(customer)[-1] == ("customers.customer_changed.v1", 2)


def test_a_changed_language_is_announced_once() -> None:
    customer = a_customer()
    for _ in range(2):
        customers.change_language(customer.id, "pl")
    assert customers.get_customer(customer.id) == replace(customer, language="pl")
    assert [sequence for _type, sequence in _events(customer)] == [1, 2]


def test_an_account_joins_a_customer_on_the_proved_address_only() -> None:
    customer = a_customer(email="ana@example.com")
    account, other = accounts.open_account("ana@example.com", None), accounts.open_account("b@example.com", None)
    with pytest.raises(customers.ContactNotVerified):
        customers.link_account(customer.id, other, verified_email="b@example.com")
    assert customers.customer_for_account(account) is None
    linked = customers.link_account(customer.id, account, verified_email="ANA@example.com")
    assert linked.account == account
    assert customers.link_account(customer.id, account, verified_email="ana@example.com") == linked
    with pytest.raises(customers.AccountLinked):
        customers.link_account(customer.id, other, verified_email="ana@example.com")
    with pytest.raises(customers.AccountLinked):
        a_customer(account=account)


def test_a_customer_without_address_is_joined_by_nobody() -> None:
    customer = a_customer(email="")
    with pytest.raises(customers.ContactNotVerified):
        customers.link_account(customer.id, accounts.open_account("a@example.com", None), verified_email="")


def test_a_new_account_is_welcomed_as_who_it_proved_to_be() -> None:
    known = a_customer(email="ana@example.com")
    stranger = accounts.open_account("x@example.com", None)
    unproved = customers.welcome_account(stranger, name="Ana", email="ana@example.com", verified=False)
    assert unproved.id != known.id
    assert customers.welcome_account(stranger, name="Ana", email="ana@example.com", verified=True) == unproved
    account = accounts.open_account("ana@example.com", None)
    proved = customers.welcome_account(account, name="Ana", email="ana@example.com", verified=True)
    assert proved == replace(known, account=account)


def test_of_two_namesakes_neither_is_joined() -> None:
    twins = {a_customer(email="ana@example.com").id for _ in range(2)}
    account = accounts.open_account("ana@example.com", None)
    assert customers.welcome_account(account, name="", email="ana@example.com", verified=True).id not in twins


def test_an_erased_customer_keeps_the_id_and_nothing_else() -> None:
    account = accounts.open_account("ana@example.com", "secret", name="Ana")
    customer = a_customer(name="Ana", email="ana@example.com", phone="+48221234567", account=account)
    (card,) = customers.cards_of(customer.id)
    customers.erase(customer.id, actor=SYSTEM)
    customers.erase(customer.id, actor=SYSTEM)
    gone = customers.get_customer(customer.id)
    assert (gone.name, gone.email, gone.phone, gone.account, gone.erased) == ("", "", "", None, True)
    assert customers.search("ana") == []
    assert customers.find_by_card(card) is None
    assert _events(customer)[-1] == ("customers.customer_erased.v1", 2)
    closed = Account.objects.get(id=account)
    assert "ana" not in f"{closed.email}{closed.name}"
    assert not closed.is_active
    assert not closed.has_usable_password()
    with pytest.raises(customers.CustomerIsErased):
        customers.change_contact(customer.id, name="Ana", email="", phone="", language="", actor=SYSTEM)
    with pytest.raises(IntegrityError, match="customers_erased_ones_keep_nothing_personal"), transaction.atomic():
        models.Customer.objects.filter(id=customer.id).update(name="Ana")


def test_loading_twice_changes_nothing() -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    loaded = customers.Customer(customers.CustomerId(new_id()), "Household 1", "", "", "en", at, made_up=("name",))
    card = customers.card_number(1)
    assert customers.bulk_load_customers([loaded], {loaded.id: card}) == 1
    assert customers.bulk_load_customers([loaded], {loaded.id: card}) == 0
    assert customers.find_by_card(card) == loaded
    assert _events(loaded) == [("customers.customer_registered.v1", 1)]
    stranger = replace(loaded, id=customers.CustomerId(new_id()))
    with pytest.raises(customers.CardTaken), transaction.atomic():
        customers.bulk_load_customers([stranger], {stranger.id: card})
    with pytest.raises(customers.UnknownCustomer):
        customers.get_customer(stranger.id)


def test_who_changes_contact_data_or_gives_a_card_stands_in_the_trail_without_the_data() -> None:
    ana, customer = Actor(ActorKind.STAFF, new_id()), a_customer(name="Ida")
    customers.change_contact(customer.id, name="Ida", email="ida@example.org", phone="", language="pl", actor=ana)
    customers.issue_card(customer.id, actor=ana)
    card, contact = trail.of_subject(trail.Subject("customer", customer.id))
    assert (contact.action, contact.actor_id, contact.detail("fields")) == (
        "customer.contact_changed",
        ana.id,
        "email+language",
    )
    assert (card.action, card.actor_id, card.detail("printed")) == ("customer.card_issued", ana.id, False)
    assert "ida" not in contact.details
