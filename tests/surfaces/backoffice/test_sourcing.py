"""Policies, capacities and decisions in the back office."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceKind
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Candidate, Cause, OrderLine, PolicyState, RuleKind
from tests.places.builders import a_store
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


def test_a_draft_shows_what_it_would_do_to_one_order(client: Client) -> None:
    work = a_work(ship=True)
    shop, number = work.shop, orders.get_order(work.order).summary.number
    other = a_store(shop.market, name="Leeds Briggate", ships=True)
    units = {work.milk: 5, work.apples: 5000}
    inventory.receive(shop.market.id, other.id, units, cause=new_id(), at=clock.now())
    draft = sourcing.draft_policy(shop.market.id, "Draft", sourcing.USUAL.rules, actor=SYSTEM).policy.id
    assert draft is not None
    desk, door = sign_in(client, a_member("owner")), reverse("backoffice:try_policy", args=[draft])
    rules = {"rule-0-kind": "prefer", "rule-0-worth": "9", "try_order": number}
    empty = {f"rule-{at}-kind": "" for at in range(1, 12)}
    with nothing_changes():
        for code, chosen, refused in ((shop.store.code, shop.store, other), (other.code, other, shop.store)):
            said = desk.post(door, rules | empty | {"rule-0-places": code}).content.decode()
            assert f"<strong>{chosen.name}</strong>" in said
            assert f"{refused.name}</th><td>It would have cost $9.00 more" in said
            assert f"It was sent from {shop.store.name}." in said
        assert "cannot be read yet" in desk.post(door, rules | {"rule-0-worth": "much"}).content.decode()
        assert "No order with this number" in desk.post(door, {"try_order": "nothing"}).content.decode()
    assert sign_in(Client(), a_member("picker")).post(door, rules).status_code == 403
    assert sourcing.get_policy(draft).policy.rules == sourcing.USUAL.rules
