"""Keys: who may do what, where and how often."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from oneshelf.kernel import caches
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.clients import public as clients
from oneshelf.kernel.ids import new_id
from oneshelf.surfaces.api import calls
from oneshelf.surfaces.api.operations import declared
from tests.checkout.builders import Shop
from tests.markets.builders import a_market
from tests.places.builders import a_store
from tests.surfaces.api.programs import EVERYTHING, Program

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("permission", EVERYTHING)
def test_a_key_opens_what_its_permissions_say_and_nothing_else(shop: Shop, permission: str) -> None:
    program = Program.with_key(shop, permission)
    for each in declared:
        path = each.path.replace("{", "").replace("}", "")
        told = program.send(each.method, path)
        assert (told.status == 403) == (each.needs != permission), (each.method, each.path, told.body)
        if told.status == 403:
            assert (told["code"], told["permission"]) == ("not_allowed", each.needs)


def test_without_a_key_only_what_is_for_shoppers_is_open(shop: Shop, settings: Settings) -> None:
    settings.API_SHOPPER_RATE = 10_000  # every door within a second
    for each in declared:
        told = Program(shop).send(each.method, each.path.replace("{", "").replace("}", ""))
        assert (told.status == 401) == (not each.for_shoppers), (each.method, each.path)


def test_a_key_that_is_nobodys_is_refused_even_where_none_is_needed(shop: Shop) -> None:
    told = Program(shop, "osk_guessed").get("/places")
    assert (told.status, told["code"], told["field"]) == (401, "not_signed_in", "Authorization")
    assert told.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_ends(shop: Shop) -> None:
    client, key = clients.create_client("P", ["catalogue.view"], actor=SYSTEM, book=shop.market.id)
    program = Program(shop, key)
    assert program.get("/places").status == 200
    clients.revoke(client.id, actor=SYSTEM)
    clients.revoke(client.id, actor=SYSTEM)
    assert program.get("/places").status == 401
    assert [(each.name, each.revoked) for each in clients.list_clients()] == [("P", True)]


def test_a_web_process_asks_once_about_a_key(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    client, key = clients.create_client("P", ["catalogue.view"], actor=SYSTEM)
    monkeypatch.setattr(caches.Cache, "hearing", True)
    assert clients.find_by_key(key) == client
    clients.revoke(client.id, actor=SYSTEM)
    assert clients.find_by_key(key) == client  # for REMEMBERED_S, which is said where the key is revoked
    caches.forget_all()
    assert clients.find_by_key(key) is None


def test_a_key_is_not_kept(shop: Shop) -> None:
    client, key = clients.create_client("P", ["catalogue.view"], actor=SYSTEM)
    assert key.startswith(client.key_prefix)
    assert len(key) >= len(client.key_prefix) + 30
    assert clients.find_by_key(key[:-1]) is None


def test_permissions_that_nobody_asks_for_cannot_be_given() -> None:
    with pytest.raises(clients.UnknownPermission):
        clients.create_client("P", ["orders.steal"], actor=SYSTEM)
    with pytest.raises(clients.UnknownClient):
        clients.revoke(clients.ClientId(new_id()), actor=SYSTEM)


def test_a_key_of_one_place_is_no_key_of_another(shop: Shop) -> None:
    variant, other = shop.offered(5), a_store(shop.market)
    told = Program.with_key(shop).post("/orders", Program(shop).order(variant))
    here, there = Program.with_key(shop, place=shop.store.id), Program.with_key(shop, place=other.id)
    number = told["number"]
    assert here.get(f"/orders/{number}").status == 200
    assert len(here.get("/orders")["items"]) == 1
    assert there.get(f"/orders/{number}").status == 404
    assert there.get("/orders").body == {"items": [], "next": None}
    assert there.get(f"/orders?place={shop.store.code}").status == 403
    refused = there.post("/orders", there.order(variant))
    assert (refused.status, refused["code"]) == (403, "not_allowed")
    assert there.post(f"/orders/{number}/cancel").status == 404
    assert shop.level(variant).on_hand == 4


def test_a_key_of_one_market_sees_nothing_of_another(shop: Shop, till: Program) -> None:
    other = a_market()
    assert till.get(f"/orders?market={other.code}").status == 404
    assert Program(shop).get("/places")["code"] == "invalid"  # two markets trade: one must be named
    assert Program(shop).get(f"/places?market={shop.market.code}").status == 200


def test_who_asks_too_often_is_told_when_to_ask_again(shop: Shop) -> None:
    program = Program.with_key(shop, "catalogue.view", requests_per_second=1)
    answers = [program.get("/places") for _ in range(6)]
    told = answers[-1]
    assert (told.status, told["code"]) == (429, "too_many_requests")
    assert told.headers["Retry-After"] == str(told["retry_after"]) == "1"


def test_shoppers_behind_a_trusted_proxy_are_told_apart(shop: Shop, settings: Settings) -> None:
    settings.API_SHOPPER_RATE = 1
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def visit(address: str) -> int:
        return Program(shop).get("/places", X_Forwarded_For=f"10.9.9.9, {address}").status

    assert [visit("10.0.0.1") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert visit("10.0.0.2") == 200


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{" + b" " * calls.MOST_BYTES, "application/json", 413, "body_too_large"),
        (b"{", "application/json", 400, "not_json"),
        (b"\xff", "application/json", 400, "not_json"),
        (b'{"a": "\\ud800"}', "application/json", 400, "not_json"),
        (b"[" * 100_000, "application/json", 400, "not_json"),
        (b"[]", "application/json", 422, "invalid"),
        (b'{"channel": "a\\u0000"}', "application/json", 422, "invalid"),
        (b"a=b", "application/x-www-form-urlencoded", 415, "wrong_media_type"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_bodies_that_cannot_be_read(shop: Shop, till: Program, body: bytes, kind: str, status: int, code: str) -> None:
    told = till.post("/orders", body, Content_Type=kind)
    assert (told.status, told["code"]) == (status, code)
    assert told["cure"]


def test_a_fault_of_ours_shows_nothing_but_a_reference(
    shop: Shop, till: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the password is 12345")

    monkeypatch.setattr("oneshelf.surfaces.api.goods.directory.visited_places", broken)
    told = till.get("/places")
    assert (told.status, told["code"]) == (500, "fault")
    assert "12345" not in str(told.body)
    assert told["reference"] in told["cure"]


def test_what_is_not_there_and_what_is_not_done_are_problems_too(shop: Shop) -> None:
    told = Program(shop).get("/nothing")
    assert (told.status, told["code"], told["path"]) == (404, "unknown_address", "/api/v1/nothing")
    told = Program(shop).send("DELETE", "/places")
    assert (told.status, told["code"], told.headers["Allow"]) == (405, "wrong_method", "GET")


@pytest.mark.parametrize("key", ["", "x" * 256, "half a key"])
def test_an_idempotency_key_has_a_form(shop: Shop, till: Program, key: str) -> None:
    told = till.send("POST", "/orders", till.order(shop.offered(1)), Idempotency_Key=key)
    assert (told.status, told["code"], told["field"]) == (422, "invalid", "Idempotency-Key")
