"""Promotions by the API: drafted in the kernel's words, let live, changed, paused, ended, and what each key may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import PromotionId, Use
from tests.catalogue.builders import a_category
from tests.markets.builders import a_market
from tests.promotions.builders import a_draft
from tests.surfaces.api.programs import Program
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

GOODS = {"code": "goods", "name": "Goods", "order": 10}
TENTH = {"reward": {"kind": "percent", "bp": 1_000}}


def plan(**fields: Any) -> dict[str, Any]:
    return {"code": "P1", "name": "First", "group": "goods", "terms": TENTH} | fields


@pytest.fixture
def program(till: Program) -> Program:
    """A program that may do everything, in a market with a stacking group."""
    assert till.post("/promotion-groups", GOODS).status == 201
    return till


def test_from_draft_to_end(program: Program) -> None:
    cheese = {"any_of": [f"c:{a_category('Cheese')}"]}
    terms = {
        "reward": {"kind": "buy_get", "buy": 2, "get": 1},
        "match": cheese,
        "when": {
            "kind": "all",
            "of": [{"kind": "channel", "any_of": ["web"]}, {"kind": "holds", "match": cheese, "least": 3}],
        },
        "caps": {"times": 2},
    }
    drafted = program.post("/promotions", plan(terms=terms, names={"pl": "Pierwsza"}, limits={"uses": 9}))
    assert (drafted.status, drafted["state"], drafted["phase"], drafted["version"]) == (201, "draft", "draft", 1)
    assert (drafted["terms"], drafted["names"], drafted["limits"]) == (terms, {"pl": "Pierwsza"}, {"uses": 9})
    live = program.post("/promotions/P1/go-live")
    assert (live.status, live["state"], live["phase"], live["taken"]) == (200, "live", "running", None)
    market, now = program.shop.market, clock.now()
    book = promotions.book_at(market.id, now)
    promotions.take(market.id, new_id(), [Use(PromotionId(UUID(live["id"])), 250)], customer=None, at=now)
    assert [each.rule.label for each in book.rules.entries] == ["First"]
    changed = program.send("PUT", "/promotions/P1", plan(starts=live["starts"], limits={"uses": 9}, version=2))
    assert (changed.status, changed["number"], changed["terms"]["reward"]) == (200, 2, TENTH["reward"])
    assert changed["taken"] == {"uses": 1, "off": {"amount": 250, "currency": "USD"}}
    assert program.post("/promotions/P1/pause")["state"] == "paused"
    assert program.post("/promotions/P1/end")["state"] == "ended"
    said = program.get("/promotions/P1/versions")["items"]
    assert [(each["number"], each["terms"]["reward"] == TENTH["reward"], each["since"] is None) for each in said] == [
        (3, True, True),
        (2, True, False),
        (1, False, False),
    ]
    assert program.post(f"/promotions/{live['id']}/duplicate", {"code": "P2"})["code"] == "P2"
    assert [each["code"] for each in program.get("/promotions?limit=1")["items"]] == ["P1"]
    assert [each["code"] for each in program.get("/promotions?cursor=P1")["items"]] == ["P2"]
    assert [each["code"] for each in program.get("/promotions?state=ended&q=fir")["items"]] == ["P1"]


def test_what_somebody_changed_meanwhile_is_left_alone_when_the_version_is_named(program: Program) -> None:
    program.post("/promotions", plan())
    program.send("PUT", "/promotions/P1", plan(version=1))
    for act in ("go-live", "pause", "end"):
        is_refused(program.post(f"/promotions/P1/{act}?version=1"), 409, "promotion_changed", "version", 2)
    assert program.post("/promotions/P1/go-live?version=2")["state"] == "live"
    assert program.post("/promotions/P1/end?version=3")["state"] == "ended"


def test_a_draft_is_made_once_for_its_key(program: Program) -> None:
    told = [program.post("/promotions", plan(), key="once") for _ in range(2)]
    assert [each["id"] for each in told] == [told[0]["id"]] * 2
    is_refused(program.post("/promotions", plan()), 409, "promotion_code_taken", "code", "P1")


BAD: list[tuple[dict[str, Any], int, str, str, Any]] = [
    ({"terms": {"reward": {"kind": "percent", "bp": 0}}}, 422, "bad_rule", "terms", "0"),
    ({"terms": {"reward": {"kind": "amount_off", "minor": -1}}}, 422, "bad_rule", "terms", "-1"),
    ({"terms": {"reward": {"kind": "nothing"}}}, 422, "invalid", "terms.reward.kind", "nothing"),
    ({"terms": TENTH | {"wen": 1}}, 422, "invalid", "terms.wen", "1"),
    ({"terms": {"reward": {"kind": "percent", "bp": 1, "minor": 5}}}, 422, "invalid", "terms.reward.minor", "5"),
    ({"terms": TENTH | {"match": {"any_of": ["b:nobody"]}}}, 422, "unknown_target", "terms", "b:nobody"),
    ({"terms": TENTH | {"match": {"any_of": ["cheese"]}}}, 422, "bad_rule", "terms", "cheese"),
    ({"group": "nothing"}, 404, "unknown_promotion_group", "group", None),
    ({"code": "no code"}, 422, "bad_rule", "terms", "no code"),
    ({"limits": {"uses": 0}}, 422, "bad_rule", "terms", "0"),
    ({"starts": "2026-03-10T00:00:00Z", "ends": "2026-03-10T00:00:00Z"}, 422, "bad_promotion_window", "ends", None),
    ({"starts": "2026-03-10T00:00:00"}, 422, "invalid", "starts", None),
    ({"colour": "red"}, 422, "invalid", "colour", None),
]


def test_what_cannot_be_is_refused_and_nothing_is_kept(program: Program) -> None:
    foreign = a_foreign()
    with nothing_changes():
        for fields, status, code, field, value in BAD:
            told = program.post("/promotions", plan(**fields))
            assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
            assert value is None or told["value"] == value, told.body
        for path in ("/promotions/nothing", f"/promotions/{new_id()}", f"/promotions/{foreign}/versions"):
            assert program.get(path)["code"] == "unknown_promotion"


def a_foreign() -> str:
    """A promotion of another market."""
    return str(a_draft(a_market()).id)


def test_what_is_live_wants_approval(program: Program) -> None:
    editor = Program.with_key(program.shop, "promotions.view", "promotions.edit")
    drafted = editor.post("/promotions", plan())
    assert drafted.status == 201
    refused = [
        editor.post("/promotions/P1/go-live"),
        editor.post("/promotion-groups", GOODS | {"code": "other"}),
        Program.with_key(program.shop, "promotions.view").post("/promotions", plan(code="P2")),
        Program.with_key(program.shop, "orders.view").get("/promotions"),
    ]
    assert [each.status for each in refused] == [403] * 4
    assert program.post("/promotions/P1/go-live").status == 200
    for told in (
        editor.send("PUT", "/promotions/P1", plan(version=2)),
        editor.post("/promotions/P1/end"),
        editor.post("/promotions/P1/pause"),
    ):
        assert (told.status, told["permission"]) == (403, "promotions.approve")
    assert program.send("PUT", "/promotions/P1", plan(version=1))["code"] == "promotion_changed"


def test_a_change_may_wait(program: Program) -> None:
    program.post("/promotions", plan())
    live = program.post("/promotions/P1/go-live")
    later = (clock.now() + timedelta(days=2)).isoformat()
    given = plan(terms={"reward": {"kind": "percent", "bp": 500}}, starts=live["starts"], version=2, since=later)
    assert program.send("PUT", "/promotions/P1", given).status == 200
    said = program.get("/promotions/P1/versions")["items"]
    assert said[0]["since"] == said[1]["until"] is not None


def test_groups_change_as_long_as_nothing_is_live_in_them(program: Program) -> None:
    program.post("/promotions", plan())
    program.post("/promotions/P1/go-live")
    given = {"name": "Things", "order": 10, "mode": "unit", "choice": "best", "version": 1}
    assert program.send("PUT", "/promotion-groups/goods", given)["name"] == "Things"
    stacked = given | {"mode": "stack", "version": 2}
    assert program.send("PUT", "/promotion-groups/goods", stacked)["code"] == "promotion_group_in_use"
    assert program.send("PUT", "/promotion-groups/nothing", given)["code"] == "unknown_promotion_group"
    assert [each["mode"] for each in program.get("/promotion-groups")["items"]] == ["unit"]
