"""The doors of shoppers: signing up makes a customer with a card, signing in finds them again."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from oneshelf.kernel.accounts import attempts
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account
from oneshelf.modules.customers import public as customers
from tests.customers.builders import a_customer

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD = "correct horse battery"
DOOR = "/account/sign-in/"


def _customer_of(email: str) -> customers.Customer | None:
    return customers.customer_for_account(Account.objects.get(email=email).id)


def _sign_up(client: Client, email: str, **fields: str) -> int:
    return client.post("/account/sign-up/", {"email": email, "password1": PASSWORD} | fields).status_code


def test_signing_up_makes_a_customer_with_a_card(client: Client) -> None:
    assert client.get("/account/sign-up/").status_code == 200
    assert _sign_up(client, "Ana@Example.com", name="Ana Kowalska") == 302
    customer = _customer_of("ana@example.com")
    assert customer is not None
    assert (customer.name, customer.email, customer.language) == ("Ana Kowalska", "ana@example.com", "en")
    assert len(customers.cards_of(customer.id)) == 1
    assert client.get("/account/email/").status_code == 200, "who signed up is signed in"


def test_an_address_that_anybody_may_type_joins_nobody(client: Client) -> None:
    known = a_customer(email="ana@example.com")
    _sign_up(client, "ana@example.com")
    customer = _customer_of("ana@example.com")
    assert customer is not None
    assert customer.id != known.id


def test_an_address_that_was_proved_finds_the_customer_of_the_store(client: Client) -> None:
    known = a_customer(email="ana@example.com")
    accounts.open_account("ana@example.com", PASSWORD, email_verified=True)
    assert client.post(DOOR, {"login": "ana@example.com", "password": PASSWORD}).status_code == 302
    customer = _customer_of("ana@example.com")
    assert customer is not None
    assert customer.id == known.id


def test_signing_in_twice_is_one_customer(client: Client) -> None:
    _sign_up(client, "ana@example.com")
    first = _customer_of("ana@example.com")
    client.post("/account/sign-out/")
    assert client.post(DOOR, {"login": "ana@example.com", "password": PASSWORD}).status_code == 302
    assert _customer_of("ana@example.com") == first


def test_a_weak_password_is_refused(client: Client) -> None:
    answer = client.post("/account/sign-up/", {"email": "ana@example.com", "password1": "password12"})
    assert answer.status_code == 200
    assert not Account.objects.exists()


def test_too_many_wrong_passwords_close_the_door(client: Client) -> None:
    accounts.open_account("ana@example.com", PASSWORD, email_verified=True)
    for _ in range(attempts.MOST_BY_BOTH):
        client.post(DOOR, {"login": "ana@example.com", "password": "wrong"})
    assert client.post(DOOR, {"login": "ana@example.com", "password": PASSWORD}).status_code == 200


def test_a_forgotten_password_is_replaced_by_mail(client: Client) -> None:
    accounts.open_account("ana@example.com", None)
    assert client.post("/account/password/forgotten/", {"email": "ana@example.com"}).status_code == 302
    assert mail.outbox[0].subject.startswith(f"{settings.SHOP_NAME}: ")
    assert f"Hello from {settings.SHOP_NAME}!" in mail.outbox[0].body
    address = next(line for line in mail.outbox[0].body.split() if "/password/new/" in line)
    form = client.get(address, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.headers["Location"] == "/account/password/new/done/"
    assert client.post(DOOR, {"login": "ana@example.com", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("address", ["/account/sign-in/", "/account/password/forgotten/"])
def test_doors_stand_open(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/account/security/", "/account/security/totp/activate/", "/account/password/"])
def test_security_pages_are_behind_the_door(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
