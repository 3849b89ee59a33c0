"""Promotions in the back office, on the tour of every text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Limits, Promotion, Terms, Use
from tests.promotions.builders import TENTH, a_draft
from tests.surfaces.tour import Tour
from tests.surfaces.tour_of_sets import through_sets

PAGE = "/backoffice/promotions/"


def through_promotions(tour: Tour, owner: Client, market: markets.Market, sku: str) -> None:
    """From no group at all to every reward and condition, an example, the calendar, and each state; with sets."""
    through_sets(tour, owner, sku)
    for address in ("", "new/", "groups/", "calendar/"):
        tour.see(owner, f"{PAGE}{address}")
    group: dict[str, Any] = {"code": "goods", "name": "GOODS", "order": "1", "mode": "unit", "choice": "best"}
    tour.know("code", "GOODS", "CLUB", "FIRST", "SECOND", "P1", "P2", "P3")
    tour.send(owner, f"{PAGE}groups/", **group)
    tour.send(owner, f"{PAGE}groups/", status=409, **group)
    opened = next(each for each in promotions.list_groups(market.id) if each.code == "goods")
    tour.see(owner, f"{PAGE}groups/", group=str(opened.id))
    customers.open_group("club", "CLUB", actor=SYSTEM)
    tour.see(owner, PAGE, q="nothing")
    given: dict[str, Any] = {"group": str(opened.id), "priority": "100", "code": "P1", "name": "FIRST"}
    tour.see(owner, f"{PAGE}new/")
    for more in ("group", "part"):
        tour.send(owner, f"{PAGE}new/", status=200, more=more, **given, **_groups())
    for fields in _wrong():
        tour.send(owner, f"{PAGE}new/", status=422, **(given | fields))
        tour.send(owner, f"{PAGE}preview/", **(given | fields))
    for fields in _rewards(sku):
        tour.send(owner, f"{PAGE}preview/", example=f"{sku}*3", **(given | fields))
    tour.send(owner, f"{PAGE}preview/", reward="percent", percent="5", unless=sku, least="2", worth="5", **given)
    tour.send(owner, f"{PAGE}new/", reward="percent", percent="5", **given)
    first = promotions.find_promotion(market.id, "P1")
    assert first is not None
    _through_states(tour, owner, market, first, opened)


def _through_states(
    tour: Tour, owner: Client, market: markets.Market, first: Promotion, group: promotions.Group
) -> None:
    now = clock.now()
    limited: dict[str, Any] = {"limits": Limits(uses=9), "ends": now + timedelta(days=1)}
    rich = a_draft(market, _rich(first), group, code="P2", name="SECOND", **limited)
    page = f"{PAGE}{rich.id}/"
    tour.see(owner, page)
    _act(tour, owner, rich, "go_live")
    promotions.take(market.id, new_id(), [Use(rich.id, 5)], customer=None, at=now)
    for address in (page, PAGE, f"{PAGE}calendar/"):
        tour.see(owner, address)
    tour.send(owner, f"{page}act/", act="duplicate", code="!", status=422)
    tour.send(owner, f"{page}act/", act="end", version="1", status=409)
    for act in ("pause", "go_live", "end"):
        _act(tour, owner, rich, act)
        tour.see(owner, page)
    _act(tour, owner, rich, "pause", status=409)


def _act(tour: Tour, owner: Client, known: Promotion, act: str, status: int = 200) -> None:
    version = str(promotions.get_promotion(known.id).version)
    tour.send(owner, f"{PAGE}{known.id}/act/", act=act, version=version, status=status)


def _rich(first: Promotion) -> Terms:
    """A rule that says all there is to say at once."""
    everything = compiled.EVERYTHING
    conditions = compiled.All(
        (
            compiled.Not(compiled.Any((compiled.FirstOrder(), compiled.Pays(("cash",))))),
            compiled.All((compiled.Holds(everything, 1, 9), compiled.Worth(everything, 1, 9))),
            compiled.Segment(("club",)),
            compiled.Hours((0,), 0, 1_440),
            compiled.Applied(str(first.id)),
        )
    )
    return Terms(reward=TENTH.reward, when=conditions, priority=101, needs_coupon=True)


def _rewards(sku: str) -> list[dict[str, Any]]:
    return [
        {"reward": "amount_each", "amount": "1", "days": ["1"], "after": "10:00"},
        {"reward": "unit_priced", "amount": "1", "skus": sku},
        {"reward": "amount_off", "amount": "1", "groups": ["club"]},
        {"reward": "buy_get", "buy": "1", "get": "1"},
        {"reward": "buy_get", "buy": "1", "get": "1", "percent": "50"},
        {"reward": "bundle", "pieces": "2", "amount": "1"},
        {"reward": "tiers", "steps": "2: 5, 3: 6"},
        {"reward": "tiers_value", "steps": "2: 5"},
        {"reward": "delivery"},
        {"reward": "delivery", "amount": "1"},
        {"reward": "gift", "gift": sku, "pieces": "9"},
        {"reward": "percent", "percent": "5", "needs_coupon": "1", "first_order": "1", "categories": _categories()},
    ]


def _groups() -> dict[str, Any]:
    """A group of each way that conditions go together, and a condition of each kind."""
    kinds = ("holds", "worth", "channel", "place", "hours", "segment", "pays", "applied")
    sent = {f"c0-{at}-kind": kind for at, kind in enumerate(kinds)}
    return {"c0-how": "any", "c1-how": "all", "c2-how": "none", "c1-0-kind": "first_order", "c2-0-kind": ""} | sent


def _categories() -> list[str]:
    return [f"c:{each.id}" for each in catalogue.category_tree()[:1]]


def _wrong() -> list[dict[str, Any]]:
    return [
        {"reward": "percent", "percent": "many", "starts": "2026-03-08T02:30", "ends": "2026-11-01T01:30"},
        {"reward": "percent", "percent": "5", "brands": "NOBODY", "sets": "none", "skus": "none", "stores": "none"},
        {"reward": "tiers", "steps": "x: 5", "after": "noon"},
        {"reward": "tiers", "steps": "6: 5, 3: 5"},
        {"reward": "amount_off", "amount": "0"},
        {"reward": "gift", "gift": "none"},
        {"reward": "bundle"},
        {"reward": "bundle", "pieces": "1", "amount": "1", "b0-categories": _categories()},
        {"reward": "percent", "percent": "5", **_groups()},
        {"reward": "percent", "percent": "5", **_groups(), "c0-0-least": "2", "c0-0-most": "1", "c0-7-applied": "none"},
        {"reward": "percent", "percent": "5", **_groups(), "c0-1-worth": "2", "c0-1-worth_most": "1"},
        {},
        {"reward": "percent", "percent": "5", "code": "no code"},
    ]
