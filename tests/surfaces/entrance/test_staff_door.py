"""The door of staff: password, then a code when there is a second factor."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from time_machine import travel

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.accounts import attempts
from oneshelf.kernel.accounts import public as accounts
from oneshelf.modules.staff import public as staff
from oneshelf.surfaces.entrance import views
from tests.staff.builders import PASSWORD, a_member, account_of, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]

DOOR = "/staff/sign-in"
START = "/staff/"


def _email(member: staff.Member) -> str:
    return account_of(member).email


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_the_right_password_opens_and_leads_where_one_wanted_to_go(client: Client) -> None:
    member = a_member("owner")
    page = client.get(f"{DOOR}?next=/backoffice/lists/")
    assert page.status_code == 200
    answer = client.post(DOOR, {"email": _email(member).upper(), "password": PASSWORD, "next": "/backoffice/lists/"})
    assert answer.headers["Location"] == "/backoffice/lists/"
    assert client.cookies[STAFF_COOKIE].value
    assert client.get("/backoffice/lists/").status_code == 200
    assert client.get(DOOR).status_code == 302, "who is in already is sent on"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    answer = client.post(DOOR, {"email": _email(a_member()), "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == START


@pytest.mark.parametrize(
    ("role", "begins"),
    [("owner", "/backoffice/"), ("manager", "/backoffice/"), ("picker", "/associate/"), ("cashier", "/till/")],
)
def test_everybody_begins_where_their_work_is(client: Client, role: str, begins: str) -> None:
    assert client.get(START).headers["Location"].startswith(DOOR)
    sign_in(client, a_member(role))
    assert client.get(START).headers["Location"] == begins


def test_who_is_refused_can_leave_the_place_to_somebody_else(client: Client) -> None:
    sign_in(client, a_member("picker"))
    refused = client.get("/backoffice/")
    assert refused.status_code == 403
    assert f'href="{START}"' in refused.content.decode()
    assert 'href="/staff/sign-out"' in refused.content.decode()


def test_a_wrong_password_and_a_shopper_stay_outside(client: Client) -> None:
    member = a_member("owner")
    accounts.open_account("shopper@example.com", PASSWORD, email_verified=True)
    for email, password in ((_email(member), "wrong"), ("nobody@example.com", "x"), ("shopper@example.com", PASSWORD)):
        answer = client.post(DOOR, {"email": email, "password": password})
        assert answer.status_code == 200
        assert "ui-banner" in answer.content.decode()
        assert not client.cookies.get(STAFF_COOKIE)
    assert client.get("/backoffice/lists/").status_code == 302


def test_too_many_wrong_passwords_close_the_door_even_to_the_right_one(client: Client) -> None:
    email = _email(a_member())
    for _ in range(attempts.MOST_BY_BOTH):
        client.post(DOOR, {"email": email, "password": "wrong"})
    assert client.post(DOOR, {"email": email, "password": PASSWORD}).status_code == 200
    assert client.post(DOOR, {"email": email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_a_second_factor_is_asked_for(client: Client) -> None:
    member, secret = a_member("owner"), generate_totp_secret()
    account = account_of(member)
    TOTP.activate(account, secret)
    assert client.post(DOOR, {"email": account.email, "password": PASSWORD}).status_code == 200
    assert client.get("/backoffice/lists/").status_code == 302, "the password alone is not enough"
    assert client.post(f"{DOOR}/code", {"code": "000000"}).status_code == 200
    assert client.get("/backoffice/lists/").status_code == 302
    answer = client.post(f"{DOOR}/code", {"code": _code(secret), "next": "/backoffice/lists/"})
    assert answer.headers["Location"] == "/backoffice/lists/"
    assert client.get("/backoffice/lists/").status_code == 200


def test_a_code_without_a_password_opens_nothing(client: Client) -> None:
    assert client.post(f"{DOOR}/code", {"code": "123456"}).headers["Location"] == DOOR


def test_a_code_must_follow_soon(client: Client) -> None:
    account, secret = account_of(a_member()), generate_totp_secret()
    TOTP.activate(account, secret)
    client.post(DOOR, {"email": account.email, "password": PASSWORD})
    with travel(time.time() + views.CODE_WITHIN_S + 1):
        assert client.post(f"{DOOR}/code", {"code": _code(secret)}).headers["Location"] == DOOR


def test_codes_cannot_be_guessed(client: Client) -> None:
    account, secret = account_of(a_member()), generate_totp_secret()
    TOTP.activate(account, secret)
    client.post(DOOR, {"email": account.email, "password": PASSWORD})
    for _ in range(attempts.MOST_BY_BOTH):
        client.post(f"{DOOR}/code", {"code": "000000"})
    assert client.post(f"{DOOR}/code", {"code": _code(secret)}).status_code == 200


def test_secrets_of_second_factors_are_sealed() -> None:
    account, secret = account_of(a_member()), generate_totp_secret()
    TOTP.activate(account, secret)
    kept = Authenticator.objects.get(user=account)
    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(_code(secret))


def test_leaving_takes_a_button(client: Client) -> None:
    client.post(DOOR, {"email": _email(a_member("owner")), "password": PASSWORD})
    client.get("/staff/sign-out")
    assert client.get("/backoffice/lists/").status_code == 200
    client.post("/staff/sign-out")
    assert client.get("/backoffice/lists/").status_code == 302


def test_staff_choose_their_language_at_the_door(client: Client) -> None:
    page = client.get("/staff/sign-in").content.decode()
    assert "Staff sign-in" in page
    answer = client.post("/staff/language", {"language": "pl", "next": "/staff/sign-in"}, follow=True)
    assert "Logowanie pracowników" in answer.content.decode()
    assert '<html lang="pl"' in answer.content.decode()
