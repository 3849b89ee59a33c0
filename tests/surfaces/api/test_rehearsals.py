"""Rehearsing a promotion by the API: begun once, tried in the background, read under what is assumed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Promotion, Terms
from tests.checkout.builders import Shop
from tests.markets.builders import a_market
from tests.orders.settling import forget_jobs, settle
from tests.promotions.builders import a_draft
from tests.surfaces.api.programs import Program, usd
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(shop: Shop) -> Program:
    forget_jobs()
    return Program.with_key(shop, "promotions.view", "promotions.edit")


@pytest.fixture
def draft(shop: Shop) -> Promotion:
    """A fifth off what was sold once for 2.50, and once twice."""
    tea = shop.offered(9)
    for quantity in (1, 2):
        paid = checkout.Tender("cash", Money(250 * quantity, "USD"))
        checkout.place_order(shop.purchase(tea, quantity, tenders=(paid,)), actor=SYSTEM)
    return a_draft(shop.market, Terms(compiled.Percent(2_000), compiled.Match(any_of=(f"v:{tea}",))))


def span(**given: Any) -> dict[str, Any]:
    now = clock.now()
    return {"since": (now - timedelta(days=1)).isoformat(), "until": (now + timedelta(days=1)).isoformat()} | given


def test_a_draft_is_rehearsed_once_and_read_when_it_is_done(program: Program, draft: Promotion) -> None:
    asked = span()
    begun = program.post(f"/promotions/{draft.plan.code}/rehearsals", asked, key="once")
    assert (begun.status, begun["state"], begun["outlook"]) == (201, "running", None), begun.body
    again = program.post(f"/promotions/{draft.plan.code}/rehearsals", asked, key="once")
    assert (again.body, len(promotions.list_rehearsals(draft.id))) == (begun.body, 1)
    settle()
    told = program.get(begun.headers["Location"].removeprefix("/api/v1"))
    assert (told["state"], told["done"], told["total"]) == ("done", 2, 2)
    sums = told["told"]
    assert (sums["orders"], sums["touched"], sums["revenue"], sums["off"]) == (2, 2, usd(750), usd(150))
    assert len(sums["examples"]) == 2
    assert sums["breaches"] is None, "nobody knows what leaves too little when no cost is known"
    listed = program.get(f"/promotions/{draft.id}/rehearsals")["items"]
    assert [each["id"] for each in listed] == [told["id"]]


def test_what_is_assumed_can_be_changed(program: Program, draft: Promotion) -> None:
    begun = program.post(f"/promotions/{draft.id}/rehearsals", span())
    settle()
    page = f"/promotion-rehearsals/{begun['id']}"
    usual = program.get(page)["outlook"]
    assert (usual["margin_bp"], usual["uplift_bp"], usual["margin"], usual["kept"]) == (2500, 2000, usd(187), usd(37))
    changed = program.get(f"{page}?margin_bp=5000&uplift_bp=10000")["outlook"]
    assert (changed["margin"], changed["kept"], changed["effect"]) == (usd(375), usd(225), usd(75))
    assert program.get(f"{page}?margin_bp=1000")["outlook"]["break_even_bp"] is None
    refused = program.get(f"{page}?uplift_bp=100001")
    assert (refused.status, refused["field"]) == (422, "uplift_bp")


def test_who_only_sees_promotions_reads_rehearsals_and_begins_none(shop: Shop, draft: Promotion) -> None:
    viewer = Program.with_key(shop, "promotions.view")
    assert viewer.get(f"/promotions/{draft.id}/rehearsals")["items"] == []
    with nothing_changes():
        refused = viewer.post(f"/promotions/{draft.id}/rehearsals", span())
    assert (refused.status, refused["permission"]) == (403, "promotions.edit")
    here = Program.with_key(shop, "promotions.view", "promotions.edit", place=shop.store.id)
    assert here.post(f"/promotions/{draft.id}/rehearsals", span()).status == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"percent": 0}, "percent"),
        ({"percent": 101}, "percent"),
        ({"floor_bp": -1}, "floor_bp"),
        ({"since": "2026-01-01T00:00:00"}, "since"),
        ({"since": "2999-01-01T00:00:00Z"}, "since"),
        ({"part": 5}, "part"),
    ],
)
def test_what_cannot_be_rehearsed_is_refused(
    program: Program, draft: Promotion, given: dict[str, Any], field: str
) -> None:
    with nothing_changes():
        told = program.post(f"/promotions/{draft.id}/rehearsals", span(**given))
    assert (told.status, told["code"], told["field"]) == (422, "invalid", field), told.body


def test_rehearsals_of_nobody_and_of_another_market_are_not_found(program: Program, draft: Promotion) -> None:
    now, other = clock.now(), a_draft(a_market())
    run = promotions.begin_rehearsal(other.id, now - timedelta(days=1), now, actor=SYSTEM)
    for unknown in (run, new_id(), "nothing"):
        assert program.get(f"/promotion-rehearsals/{unknown}").status == 404
    assert program.get(f"/promotions/{other.id}/rehearsals")["code"] == "unknown_promotion"
