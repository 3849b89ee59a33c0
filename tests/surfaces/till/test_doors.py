"""A browser becomes a till by a manager's hand, and sells after a PIN only."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from time_machine import travel

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import device
from tests.checkout.builders import a_shop
from tests.staff.builders import a_member, sign_in
from tests.surfaces.till.builders import PIN, a_counter, as_till

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_manager_enrols_the_device_and_is_signed_out_of_it(client: Client) -> None:
    shop = a_shop()
    sign_in(client, a_member("manager", at=shop.store.id))
    assert shop.store.name in client.get("/till/enrol/").content.decode()
    answer = client.post("/till/enrol/", {"place": str(shop.store.id), "name": "Till 7"})
    assert answer.headers["Location"] == "/till/unlock/"
    cookie = client.cookies[device.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/till", True, "Lax")
    assert [till.name for till in tills.tills_at(shop.store.id)] == ["Till 7"]
    assert client.get("/till/unlock/").status_code == 200
    assert client.get("/till/enrol/").status_code == 302, "the manager is signed out"


def test_a_taken_name_is_told_at_its_field(client: Client) -> None:
    shop = a_shop()
    tills.enrol_till(shop.store.id, shop.till.id, "Till 1", actor=SYSTEM)
    sign_in(client, a_member("manager"))
    answer = client.post("/till/enrol/", {"place": str(shop.store.id), "name": "Till 1"})
    assert answer.status_code == 422
    assert "There is a till “Till 1” already." in answer.content.decode()


def test_a_store_that_one_does_not_manage_is_not_offered(client: Client) -> None:
    mine, other = a_shop(), a_shop()
    sign_in(client, a_member("manager", at=mine.store.id))
    assert client.post("/till/enrol/", {"place": str(other.store.id), "name": "Till 1"}).status_code == 422
    assert tills.tills_at(other.store.id) == []


def test_cashiers_do_not_enrol(client: Client) -> None:
    assert client.get("/till/enrol/").status_code == 302
    assert sign_in(client, a_member("cashier")).get("/till/enrol/").status_code == 403


def test_only_the_right_pin_unlocks() -> None:
    counter = a_counter(unlocked=False)
    assert counter.client.get("/till/").headers["Location"] == "/till/unlock/"
    assert counter.unlock("1111").status_code == 403
    assert counter.client.get("/till/").status_code == 302
    assert counter.unlock().headers["Location"] == "/till/"
    assert counter.client.get("/till/").status_code == 200


def test_wrong_pins_lock_even_the_right_one_out() -> None:
    counter = a_counter(unlocked=False)
    for _ in range(staff.MOST_WRONG_PINS):
        assert counter.unlock("1111").status_code == 403
    assert counter.unlock().status_code == 429
    assert counter.client.get("/till/").status_code == 302


def test_who_may_not_sell_here_does_not_get_in() -> None:
    picker = a_counter(unlocked=False, role="picker")
    assert picker.unlock().status_code == 403
    counter = a_counter(unlocked=False)
    elsewhere = a_member("cashier", at=picker.shop.store.id)
    staff.set_pin(elsewhere.id, PIN, actor=SYSTEM)
    assert counter.client.post("/till/unlock/", {"member": str(elsewhere.id), "pin": PIN}).status_code == 403
    assert counter.client.get("/till/").status_code == 302


def test_who_lost_the_role_sells_nothing_more() -> None:
    counter = a_counter()
    staff.withdraw(counter.cashier.id, "cashier", at=counter.shop.store.id, actor=SYSTEM)
    assert counter.client.get("/till/").status_code == 403
    assert counter.basket().status_code == 403
    staff.dismiss(counter.cashier.id, actor=SYSTEM)
    assert counter.basket().status_code == 401


def test_the_till_locks_itself_and_on_demand() -> None:
    counter = a_counter()
    with travel(time.time() + device.IDLE_S - 1, tick=False):
        assert counter.basket().status_code == 200
    with travel(time.time() + 2 * device.IDLE_S, tick=False):
        assert counter.basket().json()["code"] == "till_locked"
    counter.unlock()
    assert counter.client.post("/till/lock/").headers["Location"] == "/till/unlock/"
    assert counter.basket().status_code == 401


@pytest.mark.parametrize("cookie", ["", "guess", "guess:1abcde:forged"])
def test_a_cookie_that_we_did_not_give_is_no_till(cookie: str) -> None:
    counter = a_counter()
    counter.client.cookies[device.COOKIE] = cookie
    assert counter.client.get("/till/").headers["Location"] == "/till/enrol/"
    assert counter.basket().json()["code"] == "unknown_till"


def test_another_tills_cookie_does_not_carry_the_cashier_over() -> None:
    counter, other = a_counter(), a_counter()
    as_till(counter.client, other.token)
    assert counter.basket().status_code == 401
    tills.retire_till(other.till.id, actor=SYSTEM)
    assert counter.basket().status_code == 404


def test_posts_need_the_token_of_the_page() -> None:
    counter = a_counter()
    counter.client.handler.enforce_csrf_checks = True
    assert counter.basket().status_code == 403
