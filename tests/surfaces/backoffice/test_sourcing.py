"""Policies, capacities and decisions in the back office."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel import clock
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceKind
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Candidate, Cause, OrderLine, PolicyState, RuleKind
from tests.staff.builders import a_member, sign_in
from tests.surfaces.associate.builders import a_work
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_merchandiser_drafts_edits_and_publishes(client: Client) -> None:
    shop = a_work().shop
    desk = sign_in(client, a_member("merchandiser"))
    assert "The usual rules hold" in desk.get(reverse("backoffice:policies")).content.decode()
    draft = desk.post(reverse("backoffice:policies"))
    page = draft.headers["Location"]
    assert "Every 10 km count like" in desk.get(page).content.decode()
    rows = {
        "rule-0-kind": "cost",
        "rule-0-number": "100",
        "rule-1-kind": "keep",
        "rule-1-worth": "4.50",
        "rule-1-number": "2",
        "rule-2-kind": "never",
        "rule-2-places": shop.store.code,
    }
    with nothing_changes():
        for wrong in (
            {"rule-1-worth": "much"},
            {"rule-2-places": "nowhere"},
            {"rule-2-places": ""},
            {"rule-0-number": "-1"},
        ):
            assert desk.post(page, rows | wrong | {"act": "publish"}).status_code == 422
    assert desk.post(page, rows | {"act": "publish"}).status_code == 302
    (version,) = sourcing.list_policies(shop.market.id)
    assert version.state is PolicyState.PUBLISHED
    assert [(rule.kind, rule.worth, rule.number) for rule in version.policy.rules] == [
        (RuleKind.COST, 0, 100),
        (RuleKind.KEEP, 450, 2),
        (RuleKind.NEVER, 0, 0),
    ]
    assert version.policy.rules[2].places == (shop.store.id,)
    assert desk.post(page, rows | {"act": "save"}).status_code == 422, "it is published, and stays"
    assert "Keep the draft" not in desk.get(page).content.decode()


def test_the_capacity_of_a_place_is_set_where_one_may(client: Client) -> None:
    shop = a_work().shop
    manager = sign_in(client, a_member("manager", at=shop.store.id))
    door = reverse("backoffice:limit", args=[shop.store.code])
    for given, kept in (("12", {shop.store.id: 12}), ("-1", {shop.store.id: 12}), ("x", {shop.store.id: 12}), ("", {})):
        manager.post(door, {"limit": given})
        assert sourcing.limits_of([shop.store.id]) == kept
    assert sign_in(Client(), a_member("picker")).post(door, {"limit": "1"}).status_code == 403


def test_why_it_was_sent_from_there(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    work = a_work()
    lines = [OrderLine(1, work.milk, 2, 1_000)]
    virtual = places.virtual_places(work.shop.market.id)
    asked = [
        Candidate(work.shop.store.id, PlaceKind.STORE, (5,), parcel_cost=300),
        Candidate(virtual.loss, PlaceKind.STORE, (5,), parcel_cost=900),
        Candidate(virtual.customer, PlaceKind.STORE, (1,)),
    ]
    decision = sourcing.decide(lines, asked, sourcing.USUAL)
    market = work.shop.market.id
    sourcing.note_decision(market, work.order, Cause.PLACED, sourcing.USUAL, lines, decision, at=clock.now())
    desk = sign_in(client, a_member("service"))
    with django_assert_num_queries(11):
        shown = desk.get(reverse("backoffice:sent_from", args=[work.order])).content.decode()
    for said in (work.shop.store.name, "Real costs: $3.00", "It would have cost $6.00 more", "It lacks 1 of"):
        assert said in shown, said
