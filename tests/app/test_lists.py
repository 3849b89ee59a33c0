"""The back office's lists: every one of them opens, for who may see it, and for nobody else."""

from __future__ import annotations

import json
from datetime import time

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.kernel.outbox.models import Event
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.customers import public as customers
from oneshelf.modules.places import public as places
from oneshelf.modules.staff import models as staff_models
from oneshelf.modules.staff import public as staff
from tests.customers.builders import a_customer, a_shopper
from tests.markets.builders import a_market
from tests.places.builders import ALL_WEEK, a_store
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LISTS = sorted(admin.site._registry.values(), key=lambda each: each.opts.label)


def _url(listed: GuardedAdmin, page: str, *args: object) -> str:
    return reverse(f"admin:{listed.opts.app_label}_{listed.opts.model_name}_{page}", args=args)


@pytest.fixture
def owner(client: Client) -> Client:
    """A browser in which the owner has signed in."""
    return sign_in(client, a_member("owner"))


@pytest.mark.parametrize("listed", LISTS, ids=lambda each: each.opts.label)
def test_every_list_opens_for_the_owner_and_asks_for_a_permission(owner: Client, listed: GuardedAdmin) -> None:
    assert isinstance(listed, GuardedAdmin)
    assert owner.get(_url(listed, "changelist")).status_code == 200
    expected = 200 if listed.edit_permission else 403
    assert owner.get(_url(listed, "add")).status_code in {expected, 403}


@pytest.mark.parametrize("listed", LISTS, ids=lambda each: each.opts.label)
def test_no_list_opens_for_who_has_no_role(client: Client, listed: GuardedAdmin) -> None:
    sign_in(client, a_member())
    assert client.get(_url(listed, "changelist")).status_code == 403


def test_strangers_and_shoppers_are_sent_to_the_door(client: Client) -> None:
    for _ in range(2):
        answer = client.get("/backoffice/lists/places/place/", follow=True)
        assert answer.redirect_chain[-1][0].startswith("/staff/sign-in?next=")
        a_shopper(client)


def test_only_these_pages_may_evaluate_scripts(owner: Client) -> None:
    assert "'unsafe-eval'" in owner.get("/backoffice/lists/").headers["Content-Security-Policy"]
    assert "unsafe" not in owner.get("/components/").headers["Content-Security-Policy"]


def test_who_manages_one_place_sees_and_changes_that_one(client: Client) -> None:
    market = a_market()
    mine, other = a_store(market), a_store(market)
    sign_in(client, a_member("manager", at=mine.id))
    page = client.get(reverse("admin:places_place_changelist")).content.decode()
    assert mine.name in page
    assert other.name not in page
    assert client.get(reverse("admin:places_place_change", args=[mine.id])).status_code == 200
    assert client.get(reverse("admin:places_place_change", args=[other.id])).status_code == 302
    assert client.get(reverse("admin:places_place_add")).status_code == 403


@pytest.mark.parametrize("asked", ["pin_hash__startswith", "pin_hash__regex", "account_id__gt", "pk__gt", "id__gt"])
def test_an_address_asks_about_nothing_that_the_list_does_not_offer(client: Client, asked: str) -> None:
    store = a_store(a_market())
    staff.set_pin(a_member("owner").id, "739184", actor=SYSTEM)
    sign_in(client, a_member("manager", at=store.id))
    members = reverse("admin:staff_member_changelist")
    assert client.get(members, {asked: "0"}).status_code == 400
    offered = {"place__id__exact": str(store.id), "archived_at__isempty": "1"}
    assert client.get(reverse("admin:tills_till_changelist"), offered).status_code == 200


def _place_form(place: places.Place, week: list[tuple[int, str, str]]) -> dict[str, object]:
    form: dict[str, object] = {"name": "New name", "sells": "on"}
    for prefix, rows in (("opening", week), ("closure", []), ("bin", [])):
        form |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for at, (weekday, opens, closes) in enumerate(week):
        form |= {f"opening-{at}-weekday": weekday, f"opening-{at}-opens": opens}
        form |= {f"opening-{at}-closes": closes, f"opening-{at}-place": str(place.id)}
    return form


def test_hours_are_written_on_the_form_and_never_overlap(owner: Client) -> None:
    store = a_store(a_market())
    page = reverse("admin:places_place_change", args=[store.id])
    refused = owner.post(page, _place_form(store, [(0, "08:00", "12:00"), (0, "11:00", "14:00")]))
    assert refused.status_code == 200
    assert places.hours_of([store.id])[store.id].week == ()
    assert owner.post(page, _place_form(store, [(0, "08:00", "12:00")])).status_code == 302
    assert places.hours_of([store.id])[store.id].week == (places.Opening(0, time(8), time(12)),)
    assert places.get_place(store.id).name == "New name"
    last = Event.objects.filter(type="places.changed.v1").latest("occurred_at")
    assert (json.loads(last.data)["place"], Event.objects.filter(type=last.type).count()) == (str(store.id), 2)


def test_virtual_places_are_shown_and_left_alone(owner: Client) -> None:
    virtual = places.open_market_places(a_market().id)
    page = reverse("admin:places_place_change", args=[virtual.loss])
    assert owner.get(page).status_code == 200
    assert owner.post(page, {"name": "Gone"}).status_code == 403


def test_a_customer_is_changed_searched_and_forgotten_by_the_verbs(owner: Client) -> None:
    customer = a_customer(name="Józef Łódzki")
    page = reverse("admin:customers_customer_change", args=[customer.id])
    cards: dict[str, object] = {"card-TOTAL_FORMS": 0, "card-INITIAL_FORMS": 0}
    form: dict[str, object] = cards | {
        "name": "Józef Nowak",
        "email": "jozef@example.com",
        "phone": "+48 22 123 45 67",
        "language": "pl",
    }
    assert owner.post(page, form | {"phone": "12"}).status_code == 200
    assert customers.get_customer(customer.id) == customer
    assert owner.post(page, form).status_code == 302
    assert customers.get_customer(customer.id).phone == "+48221234567"
    found = owner.get(reverse("admin:customers_customer_changelist"), {"q": "jozef nowk"}).content.decode()
    assert "Józef Nowak" in found
    assert owner.post(page, form | {"erase": "on"}).status_code == 302
    assert customers.get_customer(customer.id).erased
    assert owner.post(page, form).status_code == 403


def _member_form(name: str, roles: list[tuple[staff_models.Role, str]], **fields: str) -> dict[str, object]:
    form: dict[str, object] = {"name": name, "new_pin": "", **fields}
    form |= {"assignment-TOTAL_FORMS": len(roles), "assignment-INITIAL_FORMS": 0}
    for at, (role, place) in enumerate(roles):
        form |= {f"assignment-{at}-role": str(role.id), f"assignment-{at}-place": place}
    return form


def test_somebody_is_hired_with_an_address_a_pin_and_a_role(owner: Client) -> None:
    store, cashier = a_store(a_market()), staff_models.Role.objects.get(code="cashier")
    form = _member_form("Ana", [(cashier, str(store.id))], email="ana@example.com", new_pin="2580")
    weak = owner.post(reverse("admin:staff_member_add"), form | {"new_pin": "1234"})
    assert weak.status_code == 200
    assert owner.post(reverse("admin:staff_member_add"), form).status_code == 302
    (ana,) = (each for each in staff.list_members() if each.name == "Ana")
    assert staff.assignments_of(ana.id) == [staff.Assignment(ana.id, "cashier", store.id)]
    assert staff.check_pin(ana.id, "2580", till=store.id) == ana
    taken = owner.post(reverse("admin:staff_member_add"), form, follow=True)
    assert taken.status_code == 200
    assert len([each for each in staff.list_members() if each.name == "Ana"]) == 1


def test_a_manager_gives_no_role_that_holds_more_than_theirs(client: Client) -> None:
    store, member = a_store(a_market()), a_member()
    sign_in(client, a_member("manager"))
    owner_role = staff_models.Role.objects.get(code="owner")
    page = reverse("admin:staff_member_change", args=[member.id])
    assert client.post(page, _member_form(member.name, [(owner_role, str(store.id))])).status_code == 200
    assert staff.assignments_of(member.id) == []
    role_page = reverse("admin:staff_role_change", args=[owner_role.id])
    assert client.post(role_page, {"code": "owner", "name": "Owner", "permissions": ""}).status_code == 403


def test_hours_of_all_week_are_shown(owner: Client) -> None:
    store = a_store(a_market())
    places.set_hours(store.id, ALL_WEEK, actor=SYSTEM)
    assert owner.get(reverse("admin:places_place_change", args=[store.id])).status_code == 200


def test_the_history_names_who_did_what_and_keeps_nothing_personal(client: Client) -> None:
    owner = a_member("owner")
    sign_in(client, owner)
    customer = a_customer(name="Józef")
    page = reverse("admin:customers_customer_change", args=[customer.id])
    form = {"name": "Józef Nowak", "email": customer.email, "phone": "", "language": ""}
    client.post(page, form | {"card-TOTAL_FORMS": 0, "card-INITIAL_FORMS": 0})
    history = client.get(reverse("admin:customers_customer_history", args=[customer.id])).content.decode()
    assert owner.name in history
    assert "customer.changed name" in history
    listed, verb = trail.of_subject(trail.Subject("customer", customer.id))
    assert (listed.action, verb.action) == ("customer.changed", "customer.contact_changed")
    assert "Józef" not in listed.details + verb.details
    assert not LogEntry.objects.exists()
