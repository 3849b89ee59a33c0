"""Webhooks in the back office: made with a secret that is shown once, watched, sent again, stopped and started."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.webhooks import models
from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.kernel.webhooks.public import Delivery, DeliveryState, Endpoint
from tests.browser import Visitor
from tests.staff.builders import a_member, sign_in
from tests.surfaces.backoffice.test_browser import seen
from tests.surfaces.storefront.builders import WebShop, a_web_shop
from tests.surfaces.tour import Tour
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NEW = {"url": "https://example.com/hook", "types": "orders.*\nsupply.*", "market": "", "description": "Our warehouse"}


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def a_hook(path: str = "hook") -> Endpoint:
    made, _secret = webhooks.create_endpoint(f"https://example.com/{path}", ["orders.*"], actor=SYSTEM)
    return made


def refused(endpoint: Endpoint, *, tries: int = 2) -> Delivery:
    """Have an event sent to an endpoint that answered 500 until it was given up."""
    webhooks.try_endpoint(endpoint.id, actor=SYSTEM)
    (sent, *_rest) = webhooks.list_deliveries(endpoint.id)
    for _ in range(tries):
        models.Attempt.objects.create(
            id=new_id(), delivery_id=sent.id, at=clock.now(), took_ms=12, status=500, fault="status", answer="Oh dear"
        )
    models.Delivery.objects.filter(id=sent.id).update(state="given_up", tries=tries, next_at=None, ended_at=clock.now())
    return webhooks.get_delivery(endpoint.id, sent.id)


def failed(endpoint: Endpoint, because: str = "failing") -> None:
    """Let an endpoint have been stopped by the house."""
    models.Endpoint.objects.filter(id=endpoint.id).update(active=False, stopped_because=because)


def through_webhooks(tour: Tour, owner: Client) -> None:
    """The tour of every text."""
    made = a_hook()
    sent = refused(made)
    page = f"/backoffice/webhooks/{made.id}/"
    models.Endpoint.objects.filter(id=made.id).update(failing_since=clock.now())
    for address in (
        "/backoffice/webhooks/",
        "/backoffice/webhooks/new/",
        page,
        f"{page}edit/",
        f"{page}sent/{sent.id}/",
    ):
        tour.see(owner, address)
    tour.know("https://example.com/hook", sent.type, "500", "Oh dear", *made.types, *webhooks.known_types())
    tour.see(owner, page, state="waiting", day="2020-01-01")
    tour.send(owner, "/backoffice/webhooks/new/", url="http://inside", types="orders.*", status=422)
    told = tour.send(owner, f"{page}change/", act="rotate")
    tour.know(*re.findall(r"whsec_[\w+/=]+", told.content.decode()))
    for act in ("try", "again", "stop", "nothing"):
        tour.send(owner, f"{page}change/", act=act)
    for because in ("failing", "gone", "revoked"):
        failed(made, because)
        tour.see(owner, page)
        tour.see(owner, "/backoffice/")
    tour.send(owner, f"{page}sent/{sent.id}/again/")
    tour.send(owner, f"{page}change/", act="start")
    tour.send(owner, f"{page}sent/{sent.id}/again/")
    tour.send(owner, f"{page}past/", since="nonsense")
    tour.send(owner, f"{page}past/", since="2026-01-01T09:00")
    tour.send(owner, f"{page}change/", act="stop")
    tour.send(owner, f"{page}change/", act="halt")
    tour.send(owner, f"{page}change/", act="remove")
    tour.see(owner, "/backoffice/webhooks/")


def test_a_webhook_is_made_and_its_secret_shown_once(shop: WebShop, owner: Client) -> None:
    told = owner.post("/backoffice/webhooks/new/", NEW | {"market": shop.market.code, "request": str(new_id())})
    (made,) = webhooks.list_endpoints()
    assert (made.types, made.book, made.description) == (("orders.*", "supply.*"), shop.market.id, "Our warehouse")
    (secret,) = set(re.findall(r"whsec_[\w+/=]+", told.content.decode()))
    page = f"/backoffice/webhooks/{made.id}/"
    for path in (page, f"{page}edit/", "/backoffice/webhooks/"):
        assert secret not in owner.get(path).content.decode()
    again = owner.post(f"{page}change/", {"act": "rotate"}).content.decode()
    (other,) = set(re.findall(r"whsec_[\w+/=]+", again))
    assert other != secret
    assert "For a day the old secret signs as well" in again
    changed = {"url": "https://example.com/other", "types": "*", "description": ""}
    assert owner.post(f"{page}edit/", changed).status_code == 302
    now = webhooks.get_endpoint(made.id)
    assert (now.url, now.types, now.book) == ("https://example.com/other", ("*",), shop.market.id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "http://example.com/hook"}, "url"),
        ({"url": "https://10.0.0.1/hook"}, "url"),
        ({"url": ""}, "url"),
        ({"url": "https://example.com/" + "x" * 2_000}, "url"),
        ({"types": "nothing.*"}, "types"),
        ({"types": " "}, "types"),
        ({"market": "nowhere"}, "market"),
        ({"description": "x" * 300}, "description"),
    ],
)
def test_bad_input_is_said_at_its_field(shop: WebShop, owner: Client, wrong: dict[str, str], field: str) -> None:
    made = a_hook()
    with nothing_changes():
        answer = owner.post("/backoffice/webhooks/new/", NEW | {"request": str(new_id())} | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        if field != "market":
            assert owner.post(f"/backoffice/webhooks/{made.id}/edit/", NEW | wrong).status_code == 422


def test_the_log_is_narrowed_and_paged(shop: WebShop, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneshelf.surfaces.backoffice.webhooks.PAGE", 2)
    made = a_hook()
    given_up = refused(made)
    for _ in range(3):
        webhooks.try_endpoint(made.id, actor=SYSTEM)
    page = f"/backoffice/webhooks/{made.id}/"

    def listed(**query: str) -> list[webhooks.DeliveryId]:
        return [each.what.id for each in owner.get(page, query).context["sent"]]

    everything = [each.id for each in webhooks.list_deliveries(made.id)]
    first = owner.get(page)
    second = owner.get(page + first.context["next"])
    assert [each.what.id for each in (*first.context["sent"], *second.context["sent"])] == everything
    assert second.context["next"] == ""
    assert listed(state="given_up") == [given_up.id]
    assert listed(state="taken") == []
    assert listed(state="nonsense", before="nonsense", day="9999-12-31") == everything[:2]
    assert listed(day=shop.today.isoformat()) == everything[:2]
    assert listed(day=(shop.today - timedelta(days=2)).isoformat()) == []


def test_one_event_is_shown_with_its_tries_and_sent_again(shop: WebShop, owner: Client) -> None:
    made = a_hook()
    sent = refused(made, tries=3)
    page = f"/backoffice/webhooks/{made.id}/sent/{sent.id}/"
    text = owner.get(page).content.decode()
    assert text.count("Oh dear") == 3
    assert owner.post(f"{page}again/").status_code == 302
    assert webhooks.get_delivery(made.id, sent.id).state == DeliveryState.WAITING
    other = a_hook("other")
    for wrong in (f"{other.id}/sent/{sent.id}/", f"{made.id}/sent/{new_id()}/"):
        assert owner.get(f"/backoffice/webhooks/{wrong}").status_code == 404
        assert owner.post(f"/backoffice/webhooks/{wrong}again/").status_code == 404


def test_a_stopped_webhook_is_on_the_board_until_it_is_started(shop: WebShop, owner: Client) -> None:
    made = a_hook()
    failed(made)
    board = owner.get("/backoffice/").content.decode()
    assert "A webhook has stopped" in board
    assert f'href="/backoffice/webhooks/{made.id}/"' in board
    assert "A webhook has stopped" not in sign_in(Client(), a_member("manager")).get("/backoffice/").content.decode()
    owner.post(f"/backoffice/webhooks/{made.id}/change/", {"act": "try"})
    assert webhooks.list_deliveries(made.id) == []
    owner.post(f"/backoffice/webhooks/{made.id}/change/", {"act": "start"})
    assert "A webhook has stopped" not in owner.get("/backoffice/").content.decode()
    owner.post(f"/backoffice/webhooks/{made.id}/change/", {"act": "remove"})
    assert webhooks.list_endpoints() == []


def test_pages_ask_as_often_however_much_they_show(shop: WebShop, owner: Client) -> None:
    made = a_hook()
    sent = refused(made)
    paths = (
        "/backoffice/webhooks/",
        f"/backoffice/webhooks/{made.id}/",
        f"/backoffice/webhooks/{made.id}/sent/{sent.id}/",
    )

    def asked() -> list[int]:
        found = []
        for path in paths:
            owner.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert owner.get(path).status_code == 200
            found.append(len(queries))
        return found

    few = asked()
    for each in range(3):
        refused(a_hook(f"more-{each}"))
        refused(made)
    assert asked() == few
    assert max(few) <= 12


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_every_page_is_open_to_all(
    shop: WebShop, visitor: Visitor, live_server: object, width: int, scheme: str
) -> None:
    made, stopped = a_hook("a/rather/long/address/of/a/warehouse/somewhere?token=0123456789abcdef"), a_hook("gone")
    sent = refused(made)
    failed(stopped)
    page: Page = visitor(width, color_scheme=scheme)
    cookie = sign_in(Client(), a_member("owner")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": str(live_server)}])
    for name, path in {
        "board": "",
        "hooks": "webhooks/",
        "new": "webhooks/new/",
        "hook": f"webhooks/{made.id}/",
        "stopped": f"webhooks/{stopped.id}/",
        "sent": f"webhooks/{made.id}/sent/{sent.id}/",
    }.items():
        page.goto(f"{live_server}/backoffice/{path}")
        seen(page, f"webhooks-{name}-{width}-{scheme}")
        wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert wide, f"{name} scrolls sideways at {width} px"
    page.goto(f"{live_server}/backoffice/webhooks/{made.id}/")
    page.get_by_role("button", name="New secret").click()
    page.get_by_label("Secret").wait_for()
    seen(page, f"webhooks-secret-{width}-{scheme}")


def test_a_form_that_is_sent_twice_makes_one(shop: WebShop, owner: Client) -> None:
    filled = NEW | {"request": str(new_id())}
    assert "whsec_" in owner.post("/backoffice/webhooks/new/", filled).content.decode()
    again = owner.post("/backoffice/webhooks/new/", filled, follow=True)
    assert "whsec_" not in again.content.decode()
    assert "It was made already" in again.content.decode()
    assert len(webhooks.list_endpoints()) == 1


def test_the_past_is_sent_again_from_a_moment(shop: WebShop, owner: Client) -> None:
    made = a_hook()
    page = f"/backoffice/webhooks/{made.id}/"
    answer = owner.post(f"{page}past/", {"since": "2026-01-01T09:00"}, follow=True)
    assert "The past is sent again" in answer.content.decode()
    row = models.Endpoint.objects.get(id=made.id)
    assert row.again_since == datetime(2026, 1, 1, 9, tzinfo=ZoneInfo("Europe/London"))
    owner.post(f"{page}change/", {"act": "halt"})
    assert webhooks.get_endpoint(made.id).again_until is None
    with nothing_changes():
        answer = owner.post(f"{page}past/", {"since": "nonsense"}, follow=True)
    assert "Say from which day and hour on." in answer.content.decode()
