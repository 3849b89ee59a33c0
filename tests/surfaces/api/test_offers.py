"""Offers by the API: drafted, live, changed, ended and given, what a customer holds, and what each key may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.idempotency.models import Answer
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers import public as customers
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Telling, Trigger
from tests.checkout.builders import Shop
from tests.coupons.builders import PROMOTION, a_promotion
from tests.customers.builders import a_customer
from tests.markets.builders import a_market
from tests.offers.builders import an_offer, bought_with, codes, sold
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.api.programs import Program
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PLAN: dict[str, Any] = {
    "name": "Spoke of us",
    "trigger": "asked",
    "promotion": PROMOTION,
    "days": 14,
    "told": ["email"],
}


@pytest.fixture
def program(shop: Shop) -> Program:
    forget_jobs()
    a_promotion(shop.market)
    return Program.with_key(shop)


def an_asked(program: Program) -> str:
    """Return where an offer is that programs give."""
    at = f"/offers/{program.post('/offers', PLAN)['id']}"
    assert program.post(f"{at}/go-live")["state"] == "live"
    return at


def test_an_offer_is_drafted_once_with_all_that_it_says(program: Program) -> None:
    shop = program.shop
    said = PLAN | {
        "trigger": "bought",
        "told": ["receipt", "account"],
        "channels": [shop.web.code],
        "places": [shop.store.code],
        "groups": [customers.open_group("regulars", "Regulars", actor=SYSTEM).code],
        "match": {"any_of": ["c:wine"]},
        "least": 500,
        "first_order": True,
        "wait": 30,
        "takes_back": False,
    }
    made = program.post("/offers", said, key="once")
    assert (made.status, made["state"], made["version"]) == (201, "draft", 1), made.body
    assert program.post("/offers", said, key="once").body == made.body
    shown = program.get(f"/offers/{made['id']}")
    assert shown.body == made.body
    assert {name: shown[name] for name in said if name != "match"} == {
        name: value for name, value in said.items() if name != "match"
    }
    assert shown["match"]["any_of"] == ["c:wine"]
    assert len(offers.list_offers(shop.market.id)) == 1


def test_from_draft_to_end_and_changed_at_the_version_that_was_seen(program: Program) -> None:
    at = an_asked(program)
    changed = program.send("PUT", at, PLAN | {"days": 7, "version": 2})
    assert (changed.status, changed["days"], changed["version"]) == (200, 7, 3), changed.body
    late = program.send("PUT", at, PLAN | {"days": 9, "version": 2})
    assert (late.status, late["code"], program.get(at)["days"]) == (409, "offer_changed", 7)
    assert [program.post(f"{at}/{act}")["state"] for act in ("pause", "go-live", "end")] == ["paused", "live", "ended"]
    refused = program.post(f"{at}/go-live")
    assert (refused.status, refused["code"]) == (409, "wrong_state")


def test_a_cause_is_given_one_coupon_and_no_answer_keeps_its_code(program: Program) -> None:
    at, asked = an_asked(program), {"cause": str(new_id()), "channel": program.shop.web.code, "email": "a@example.com"}
    given = program.post(f"{at}/coupons", asked)
    assert (given.status, given["standing"], given["customer"]) == (201, "given", None), given.body
    assert program.post(f"{at}/coupons", asked).body == given.body
    assert not Answer.objects.filter(answer__contains=given["code"]).exists()
    found = coupons.look_up([given["code"]], program.shop.market.id, None, clock.now())[given["code"]]
    assert isinstance(found, coupons.Found)
    program.post(f"{at}/pause")
    refused = program.post(f"{at}/coupons", asked | {"cause": str(new_id())})
    assert (refused.status, refused["code"], refused["reason"]) == (409, "offer_gives_nothing", "offer_not_live")


def test_a_customers_coupons_are_told_and_their_codes_to_who_may_read_them(program: Program) -> None:
    shop, ana = program.shop, a_customer().id
    offer = an_offer(shop.market)
    (award,) = offers.earned_by_order(sold(shop, customer=ana))
    at = f"/customers/{ana}/coupons"
    (held,) = program.get(at)["items"]
    assert (held["code"], held["standing"], held["offer"]) == (codes([award])[0], "given", str(offer.id))
    assert "offers.read_codes" in [each.action for each in trail.of_subject(trail.Subject("customer", ana))]
    viewer = Program.with_key(shop, "offers.view", "customers.view")
    (seen,) = viewer.get(at)["items"]
    assert seen == held | {"code": None}
    assert Program.with_key(shop, "offers.view").get(at).status == 403
    assert viewer.get(f"/customers/{new_id()}/coupons")["code"] == "unknown_customer"
    assert viewer.get("/customers/ana/coupons")["field"] == "customer"


def test_what_offers_brought_is_told_by_pairs_of_channels(program: Program) -> None:
    shop = program.shop
    offer = an_offer(shop.market)
    bought_with(shop, *codes(offers.earned_by_order(sold(shop))), channel=shop.web.id)
    settle()
    now = clock.now()
    since, until = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (now - timedelta(hours=1), now + timedelta(hours=1)))
    told = program.get(f"/offer-figures?since={since}&until={until}")["items"]
    used = [each for each in told if each["used_in"]]
    assert [
        (each["offer"], each["earned_in"], each["used_in"], each["revenue"], each["discount"]) for each in used
    ] == [(str(offer.id), shop.till.code, shop.web.code, 900, 100)]
    assert program.get("/offer-figures?since=2026-01-01T00:00:00").status == 422


def test_offers_come_in_pages(program: Program) -> None:
    for number in range(3):
        program.post("/offers", PLAN | {"name": f"Week {number}"})
    first = program.get("/offers?limit=2")
    rest = program.get(f"/offers?limit=2&cursor={first['next']}")
    assert [each["name"] for each in (*first["items"], *rest["items"])] == ["Week 2", "Week 1", "Week 0"]
    assert rest["next"] is None


def test_an_offer_of_another_market_is_unknown(program: Program) -> None:
    other = an_offer(a_market(), trigger=Trigger.ASKED, told=(Telling.EMAIL,))
    gift = {"cause": str(new_id()), "channel": program.shop.web.code}
    tried: list[tuple[str, str, Any]] = [
        ("GET", "", None),
        ("PUT", "", PLAN | {"version": 2}),
        ("POST", "/pause", None),
        ("POST", "/end", None),
        ("POST", "/coupons", gift),
    ]
    with nothing_changes():
        for method, path, body in tried:
            assert program.send(method, f"/offers/{other.id}{path}", body)["code"] == "unknown_offer", path


def test_who_sees_offers_gives_nothing(program: Program) -> None:
    at, shop = an_asked(program), program.shop
    viewer = Program.with_key(shop, "offers.view")
    here = Program.with_key(shop, "offers.view", "offers.manage", place=shop.store.id)
    assert viewer.get(at).status == 200
    gift = {"cause": str(new_id()), "channel": shop.web.code}
    with nothing_changes():
        assert viewer.post("/offers", PLAN).status == 403
        assert viewer.send("PUT", at, PLAN | {"version": 2}).status == 403
        assert [viewer.post(f"{at}/{act}").status for act in ("go-live", "pause", "end")] == [403] * 3
        assert viewer.post(f"{at}/coupons", gift).status == 403
        assert here.get("/offers").status == here.get(at).status == here.post("/offers", PLAN).status == 403
        assert here.post(f"{at}/coupons", gift).status == 403
        nobody = Program(shop, "")
        assert nobody.get("/offers").status == nobody.post(f"{at}/coupons", gift).status == 401


@pytest.mark.parametrize(
    ("wrong", "status", "code", "field"),
    [
        ({"name": ""}, 422, "invalid", "name"),
        ({"days": 0}, 422, "invalid", "days"),
        ({"told": []}, 422, "invalid", "told"),
        ({"told": ["receipt"]}, 422, "bad_offer", None),
        ({"trigger": "sneezes"}, 422, "invalid", "trigger"),
        ({"least": 100}, 422, "bad_offer", None),
        ({"promotion": "NONE"}, 404, "unknown_promotion", "promotion"),
        ({"channels": ["none"]}, 404, "unknown_channel", "channel"),
        ({"places": ["none"]}, 404, "unknown_place", "place"),
        ({"groups": ["none"]}, 404, "unknown_group", "group"),
        ({"weeks": 1}, 422, "invalid", "weeks"),
    ],
)
def test_what_an_offer_cannot_say_is_refused(
    program: Program, wrong: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    with nothing_changes():
        told = program.post("/offers", PLAN | wrong)
    assert (told.status, told["code"], told.body.get("field")) == (status, code, field), told.body


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"cause": "x"}, "invalid"),
        ({"channel": "none"}, "unknown_channel"),
        ({"customer": "01990000-0000-7000-8000-000000000000"}, "unknown_customer"),
        ({"email": "ana"}, "invalid_email"),
    ],
)
def test_a_gift_to_nobody_is_refused(program: Program, wrong: dict[str, Any], code: str) -> None:
    at = an_asked(program)
    gift = {"cause": str(new_id()), "channel": program.shop.web.code} | wrong
    with nothing_changes():
        assert program.post(f"{at}/coupons", gift)["code"] == code


def test_an_offer_needs_an_idempotency_key(program: Program) -> None:
    assert program.send("POST", "/offers", PLAN)["code"] == "idempotency_key_missing"
