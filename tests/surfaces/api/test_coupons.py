"""Coupons by the API: batches, codes, checks, and what each key may do."""

from __future__ import annotations

from typing import Any

import pytest

from oneshelf.kernel.clients import public as clients
from oneshelf.kernel.idempotency.models import Answer
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.actions.try_code import MOST_BY_PROGRAM
from oneshelf.modules.coupons.public import BatchId
from tests.checkout.builders import Shop
from tests.coupons.builders import PROMOTION, a_promotion, a_shared, codes_of, found, singles, used
from tests.customers.builders import a_customer
from tests.markets.builders import a_market
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.api.programs import Program, Told, sku
from tests.surfaces.api.test_checkouts import ANA
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BATCH: dict[str, Any] = {"label": "Spring", "promotion": PROMOTION, "kind": "single", "size": 5}


@pytest.fixture
def program(shop: Shop) -> Program:
    forget_jobs()
    a_promotion(shop.market)
    return Program.with_key(shop)


def test_a_batch_is_made_once_and_its_codes_are_read_in_pages(program: Program) -> None:
    limits = {"in_all": 4, "a_basket": 1}
    made = program.post("/coupon-batches", BATCH | {"limits": limits}, key="once")
    assert (made.status, made["size"], made["made"], made["state"]) == (201, 5, 0, "open"), made.body
    assert program.post("/coupon-batches", BATCH | {"limits": limits}, key="once").body == made.body
    settle()
    at = f"/coupon-batches/{made['id']}"
    assert program.get(at)["made"] == 5
    assert program.get(at)["limits"] == {"in_all": 4, "a_customer": None, "a_day": None, "a_basket": 1}
    first = program.get(f"{at}/codes?limit=3")
    rest = program.get(f"{at}/codes?limit=3&cursor={first['next']}")
    assert [each["number"] for each in (*first["items"], *rest["items"])] == [1, 2, 3, 4, 5]
    assert rest["next"] is None
    batch = coupons.get_batch(BatchId(coupons.list_batches(program.shop.market.id)[0].id))
    assert [each["code"] for each in (*first["items"], *rest["items"])] == codes_of(batch)
    read = [each for each in trail.of_subject(trail.Subject("coupon batch", batch.id)) if each.actor_kind == "client"]
    assert [each.action for each in read].count("coupons.export") == 2


def test_staff_programs_learn_exactly_why(program: Program) -> None:
    market, ana = program.shop.market, a_customer().id
    batch, (code, *_) = singles(market)
    told = program.post("/coupon-checks", {"code": code.lower()})
    assert told.body == {
        "works": True,
        "reason": None,
        "left": 1,
        "coupon": str(found(market, code)[0]),
        "batch": str(batch.id),
    }
    used(market, *found(market, code))
    assert program.post("/coupon-checks", {"code": code})["reason"] == "used_up"
    a_shared(market, "KNOWN", a_customer=1)
    assert program.post("/coupon-checks", {"code": "known"})["reason"] == "customer_unknown"
    assert program.post("/coupon-checks", {"code": "known", "customer": str(ana)})["works"] is True
    nothing = program.post("/coupon-checks", {"code": "NOTHING"})
    assert (nothing["reason"], nothing["coupon"], nothing["batch"]) == ("unknown", None, None)


def test_a_coupon_is_given_out_once_for_a_cause_and_revoked(program: Program) -> None:
    ana = str(a_customer().id)
    at = f"/coupon-batches/{program.post('/coupon-batches', BATCH | {'kind': 'personal', 'size': 0})['id']}"
    asked = {"cause": str(new_id()), "customer": ana}
    given = program.post(f"{at}/coupons", asked)
    assert given.status == 201
    assert program.post(f"{at}/coupons", asked).body == given.body
    assert not Answer.objects.filter(answer__contains=given["code"]).exists()
    assert program.post(f"{at}/coupons", {"cause": str(new_id())})["code"] == "coupons_not_one_by_one"
    assert program.post("/coupon-checks", {"code": given["code"], "customer": ana})["works"] is True
    gone = program.post(f"/coupons/{given['coupon']}/revoke")
    assert (gone["number"], gone["tail"], gone["customer"]) == (1, given["code"].replace("-", "")[-4:], ana)
    assert program.post("/coupon-checks", {"code": given["code"], "customer": ana})["reason"] == "revoked"


def test_pausing_resuming_and_revoking(program: Program) -> None:
    at = f"/coupon-batches/{program.post('/coupon-batches', BATCH)['id']}"
    assert [program.post(f"{at}/{act}")["state"] for act in ("pause", "resume", "revoke")] == [
        "paused",
        "open",
        "revoked",
    ]
    refused = program.post(f"{at}/resume")
    assert (refused.status, refused["code"]) == (409, "wrong_state")
    assert program.post(f"{at}/coupons", {"cause": str(new_id())})["code"] == "coupon_batch_revoked"


def test_batches_come_in_pages_with_their_uses(program: Program) -> None:
    market = program.shop.market
    for number in range(3):
        a_shared(market, f"CODE{number}", label=f"Week {number}")
    used(market, *found(market, "CODE2"))
    first = program.get("/coupon-batches?limit=2")
    rest = program.get(f"/coupon-batches?limit=2&cursor={first['next']}")
    assert [(each["label"], each["used"]) for each in first["items"]] == [("Week 2", 1), ("Week 1", 0)]
    assert [each["label"] for each in rest["items"]] == ["Week 0"]
    assert rest["next"] is None
    assert [each["label"] for each in program.get("/coupon-batches?q=week%201")["items"]] == ["Week 1"]


def test_a_batch_of_another_market_is_unknown(program: Program) -> None:
    market = a_market()
    batch, (code, *_) = singles(market)
    (coupon,) = found(market, code)
    for method, path in (("GET", ""), ("POST", "/pause"), ("GET", "/codes")):
        assert program.send(method, f"/coupon-batches/{batch.id}{path}")["code"] == "unknown_coupon_batch"
    assert program.post(f"/coupons/{coupon}/revoke")["code"] == "unknown_coupon"
    assert program.post("/coupon-checks", {"code": code})["reason"] == "unknown"


def test_who_sees_batches_reads_no_codes(program: Program) -> None:
    made = program.post("/coupon-batches", BATCH)
    viewer = Program.with_key(program.shop, "coupons.view")
    assert viewer.get(f"/coupon-batches/{made['id']}").status == 200
    assert viewer.get(f"/coupon-batches/{made['id']}/codes").status == 403
    here = Program.with_key(program.shop, "coupons.view", "coupons.export", place=program.shop.store.id)
    assert here.get("/coupon-batches").status == 403
    assert here.get(f"/coupon-batches/{made['id']}/codes").status == 403
    assert here.post("/coupon-checks", {"code": "SUMMER26"}).status == 403


BAD: list[tuple[str, str, str, dict[str, Any] | None, int, str, str]] = [
    ("no label", "POST", "", BATCH | {"label": ""}, 422, "invalid", "label"),
    ("a long label", "POST", "", BATCH | {"label": "x" * 81}, 422, "invalid", "label"),
    ("an unknown promotion", "POST", "", BATCH | {"promotion": "NONE"}, 404, "unknown_promotion", "promotion"),
    ("an unknown kind", "POST", "", BATCH | {"kind": "dance"}, 422, "invalid", "kind"),
    ("too many codes", "POST", "", BATCH | {"size": 5_000_001}, 422, "invalid", "size"),
    ("less than no codes", "POST", "", BATCH | {"size": -1}, 422, "invalid", "size"),
    ("no use at all", "POST", "", BATCH | {"limits": {"in_all": 0}}, 422, "invalid", "limits.in_all"),
    ("a limit of nobody", "POST", "", BATCH | {"limits": {"a_week": 1}}, 422, "invalid", "limits.a_week"),
    ("no code", "POST", "", BATCH | {"kind": "shared"}, 422, "coupon_code_unfit", "code"),
    ("a code of signs", "POST", "", BATCH | {"kind": "shared", "code": "10%OFF"}, 422, "coupon_code_unfit", "code"),
    ("a taken code", "POST", "", BATCH | {"kind": "shared", "code": "TAKEN"}, 409, "coupon_code_taken", "code"),
    ("an end without a zone", "POST", "", BATCH | {"ends_at": "2031-01-01T00:00:00"}, 422, "invalid", "ends_at"),
    (
        "an end before the beginning",
        "POST",
        "",
        BATCH | {"begins_at": "2031-01-01T00:00:00Z", "ends_at": "2031-01-01T00:00:00Z"},
        422,
        "coupon_window_is_empty",
        "ends_at",
    ),
    ("no id", "GET", "/spring", None, 422, "invalid", "batch"),
    ("a cursor of nobody", "GET", "?cursor=x", None, 422, "invalid", "batch"),
    ("a page of nobody", "GET", "{at}/codes?cursor=-1", None, 422, "invalid", "cursor"),
    ("too long a page", "GET", "{at}/codes?limit=1001", None, 422, "invalid", "limit"),
    ("no cause", "POST", "{at}/coupons", {}, 422, "invalid", "cause"),
    (
        "nobody's coupon",
        "POST",
        "{at}/coupons",
        {"cause": "01990000-0000-7000-8000-000000000000", "customer": "01990000-0000-7000-8000-000000000000"},
        404,
        "unknown_customer",
        "customer",
    ),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "code", "field"), [each[1:] for each in BAD])
def test_bad_input_is_refused_and_changes_nothing(
    program: Program, method: str, path: str, body: dict[str, Any] | None, status: int, code: str, field: str
) -> None:
    a_shared(program.shop.market, "TAKEN")
    batch, _ = singles(program.shop.market, 2)
    with nothing_changes():
        told = program.send(
            method, f"/coupon-batches{path.replace('{at}', f'/{batch.id}')}", body, Idempotency_Key="a-key"
        )
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": "x" * 61}, {"code": "X", "customer": "ana"}])
def test_a_check_of_nothing_is_refused(program: Program, body: dict[str, Any]) -> None:
    assert program.post("/coupon-checks", body).status == 422


def test_a_batch_needs_an_idempotency_key(program: Program) -> None:
    assert program.send("POST", "/coupon-batches", BATCH)["code"] == "idempotency_key_missing"


def test_limits_and_end_are_changed_and_the_change_is_told(program: Program) -> None:
    made = program.post("/coupon-batches", BATCH)
    at = f"/coupon-batches/{made['id']}"
    ends = "2090-01-01T00:00:00Z"
    terms = {"version": made["version"], "limits": {"in_all": 9}, "ends_at": ends}
    changed = program.send("PUT", f"{at}/terms", terms)
    limits = {"in_all": 9, "a_customer": None, "a_day": None, "a_basket": None}
    assert (changed.status, changed["limits"], changed["ends_at"]) == (200, limits, ends)
    (told,) = program.get(f"{at}/changes")["items"]
    assert {each["name"]: each["now"] for each in told["terms"]}.items() >= {"in_all": 9, "ends_at": ends}.items()
    refused = program.send("PUT", f"{at}/terms", terms | {"version": changed["version"], "limits": {"in_all": 0}})
    assert (refused.status, program.get(at)["limits"]) == (422, limits)


def test_a_program_that_would_overwrite_another_change_is_told(program: Program) -> None:
    made = program.post("/coupon-batches", BATCH)
    at = f"/coupon-batches/{made['id']}"
    first = {"version": made["version"], "limits": {"in_all": 9}, "ends_at": None}
    changed = program.send("PUT", f"{at}/terms", first, Idempotency_Key="first")
    with nothing_changes():
        late = program.send("PUT", f"{at}/terms", first | {"limits": {"a_day": 1}})
        unnamed = program.send("PUT", f"{at}/terms", {"limits": {"a_day": 1}, "ends_at": None})
        again = program.send("PUT", f"{at}/terms", first, Idempotency_Key="first")
    assert (late.status, late["code"], late["field"]) == (409, "coupon_batch_changed", "version"), late.body
    assert (unnamed.status, unnamed["field"]) == (422, "version"), unnamed.body
    assert (again.status, again.body) == (200, changed.body)
    assert program.get(at)["limits"]["in_all"] == 9
    second = program.send("PUT", f"{at}/terms", first | {"version": changed["version"], "limits": {"a_day": 1}})
    assert (second.status, second["version"]) == (200, changed["version"] + 1)


@pytest.mark.parametrize("door", ["/checkouts", "/orders", "/pricing/explain"])
def test_a_program_s_guesses_are_counted_at_every_door(program: Program, door: str) -> None:
    a_shared(program.shop.market, "SUMMER26", promotion=a_promotion(program.shop.market).id)
    (client,) = clients.list_clients()
    basket = {"channel": program.shop.web.code, "lines": [{"sku": sku(program.shop.offered(9)), "quantity": 1}]}
    more = {"method": "collect", "place": program.shop.store.code, "payments": [], "contact": ANA}

    def handed_in(code: str) -> Told:
        return program.post(door, basket | (more if door == "/orders" else {}) | {"codes": [code]}, key=str(new_id()))

    coupons.count_wrong(MOST_BY_PROGRAM - 2, by=coupons.Guesser(program=str(client.id)))
    assert handed_in("NOTHING").status in (200, 422)
    assert handed_in("SUMMER26").body.get("code") != "coupon_does_not_work", "what works is not counted"
    assert handed_in("NOTHING").status in (200, 422)
    for code in ("NOTHING", "SUMMER26"):
        stopped = handed_in(code)
        assert (stopped.status, stopped["code"]) == (429, "too_many_attempts")
    assert program.post("/coupon-checks", {"code": "NOTHING"}).status == 200, "staff look codes up"
