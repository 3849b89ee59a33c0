"""Purchasing, transfers, counts and shrinkage in the back office. Refused, nothing changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import AdjustmentState, CountState
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, PurchaseState, TransferState
from tests.browser import Visitor
from tests.counts.builders import a_count, a_counter, bought, counted
from tests.staff.builders import a_member, sign_in
from tests.supply.builders import Chain, a_chain
from tests.surfaces.backoffice.test_browser import seen

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain() -> Chain:
    return a_chain()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def sku(variant: VariantId) -> str:
    return catalogue.snapshots([variant])[variant].sku


def a_form(chain: Chain, **fields: Any) -> dict[str, Any]:
    given = {"supplier": chain.supplier.code, "place": chain.store.code, "expected_on": ""}
    return given | fields


def test_an_order_is_written_sent_printed_and_closed(chain: Chain, owner: Client) -> None:
    milk, eggs = chain.variant(), chain.variant()
    lines = f"{sku(milk)} 10 2.50\n{sku(eggs)};4;1,25\n"
    made = owner.post("/backoffice/purchases/new/", a_form(chain, lines=lines))
    (order,) = supply.list_purchases(chain.market.id)
    page = f"/backoffice/purchases/{order.id}/"
    assert made.headers["Location"] == page
    assert [(each.quantity, each.cost.minor) for each in order.lines] == [(10, 250), (4, 125)]
    assert "expected" in owner.post(f"{page}change/", {"act": "send"}, follow=True).content.decode()
    supply.receive(order.id, [Arrived(1, 6, 1)], receipt=new_id(), actor=SYSTEM)
    owner.post(f"{page}change/", {"act": "close"})
    assert supply.get_purchase(order.id).state is PurchaseState.RECEIVED
    assert owner.get(f"{page}order.pdf").content[:5] == b"%PDF-"
    for act in ("cancel", "send", "nothing"):
        assert owner.post(f"{page}change/", {"act": act}).status_code == 302
    assert supply.get_purchase(order.id).state is PurchaseState.RECEIVED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"lines": ""}, "lines"),
        ({"lines": "NO-SUCH 1 1"}, "lines"),
        ({"lines": "{sku} 1"}, "lines"),
        ({"lines": "{sku} one 1"}, "lines"),
        ({"lines": "{sku} 0 1"}, "lines"),
        ({"lines": "{sku} 1 free"}, "lines"),
        ({"lines": "{sku} 1 1.001"}, "lines"),
        ({"lines": "{sku} 1 -1"}, "lines"),
        ({"lines": "x\n" * 300}, "lines"),
        ({"lines": "{sku} 1 1", "supplier": "nobody"}, "supplier"),
        ({"lines": "{sku} 1 1", "place": "nowhere"}, "place"),
        ({"lines": "{sku} 1 1", "expected_on": "soon"}, "expected_on"),
    ],
)
def test_an_order_that_cannot_be_says_so_at_its_field(
    chain: Chain, owner: Client, fields: dict[str, str], field: str
) -> None:
    given = a_form(chain, **fields)
    given["lines"] = given["lines"].replace("{sku}", sku(chain.variant()))
    page = owner.post("/backoffice/purchases/new/", given)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert supply.list_purchases(chain.market.id) == []


def test_missing_goods_are_settled_once(chain: Chain, owner: Client) -> None:
    milk = chain.variant(warehouse=5)
    transfer = chain.sent((milk, 5))
    supply.receive_transfer(transfer.id, [Arrived(1, 2)], receipt=new_id(), actor=SYSTEM)
    page = f"/backoffice/transfers/{transfer.id}/"
    named = re.search(r'name="settlement" value="([^"]+)"', owner.get(page).content.decode())
    assert named is not None
    sent = {"quantity": "2", "outcome": "lost", "settlement": named[1]}
    for _ in range(2):
        owner.post(f"{page}lines/1/settle/", sent)
    for wrong in ({"outcome": "eaten"}, {"quantity": "x"}, {"settlement": "made up"}, {"quantity": "9"}):
        owner.post(f"{page}lines/1/settle/", sent | wrong)
    assert supply.get_transfer(transfer.id).in_transit == 1
    report = owner.get("/backoffice/shrinkage/").context["rows"]
    assert [(group.key, group.lost) for group, _money, _way in report] == [("Lost in transit", 2)]
    assert chain.audit() == []


def test_a_transfer_is_written_and_leaves(chain: Chain, owner: Client) -> None:
    milk = chain.variant(warehouse=5)
    form = {"source": chain.warehouse.code, "target": chain.store.code, "lines": f"{sku(milk)} 3"}
    refused = owner.post("/backoffice/transfers/new/", form | {"target": chain.warehouse.code})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["target"])
    made = owner.post("/backoffice/transfers/new/", form)
    owner.post(f"{made.headers['Location']}change/", {"act": "send"})
    (transfer,) = supply.on_the_way(chain.market.id)
    assert transfer.state is TransferState.IN_TRANSIT
    assert len(owner.get("/backoffice/transfers/").context["rows"]) == 1


def test_a_count_is_planned_settled_and_its_corrections_decided(chain: Chain, owner: Client) -> None:
    milk = bought(chain, 50)
    form = {"title": "Dairy", "place": chain.store.code, "basis": "oldest", "most": "5", "due_on": "2026-12-01"}
    form |= {"units": "2", "percent": "5", "category": ""}
    made = owner.post("/backoffice/counts/new/", form)
    (count,) = counts.list_counts(chain.market.id)
    assert made.headers["Location"] == f"/backoffice/counts/{count.id}/"
    counted(count, 1, 40)
    counted(count, 1, 40)
    counts.settle_count(count.id, actor=a_counter("counts.plan"))
    assert len(owner.get("/backoffice/counts/").context["waiting"]) == 1
    (waits,) = counts.waiting(chain.market.id)
    owner.post(f"/backoffice/counts/corrections/{waits.id}/", {"act": "approve"})
    owner.post(f"/backoffice/counts/corrections/{waits.id}/", {"act": "reject"})
    assert counts.get_adjustment(waits.id).state is AdjustmentState.POSTED
    assert chain.on_hand(milk, chain.store) == 40
    for wrong in ({"most": "0"}, {"place": "nowhere"}, {"due_on": ""}, {"basis": "category", "category": "none"}):
        assert owner.post("/backoffice/counts/new/", form | wrong).status_code == 422
    other = a_count(chain, milk)
    owner.post(f"/backoffice/counts/{other.id}/change/", {"act": "settle"})
    assert counts.get_count(other.id).state is CountState.OPEN
    owner.post(f"/backoffice/counts/{other.id}/change/", {"act": "cancel"})
    assert counts.get_count(other.id).state is CountState.CANCELLED


def test_shrinkage_adds_up_however_it_is_grouped(chain: Chain, owner: Client) -> None:
    milk, eggs = bought(chain, 50), chain.variant(store=9)
    manager = a_counter("counts.approve")
    for variant, change in ((milk, -3), (milk, 1), (eggs, -2)):
        counts.correct(chain.market.id, chain.store.id, variant, change, reason=AdjustmentReason.STOLEN, actor=manager)
    for by in ("reason", "place", "category", "article", "nonsense"):
        page = owner.get("/backoffice/shrinkage/", {"by": by, "since": "nonsense"})
        rows = [group for group, _money, _way in page.context["rows"]]
        assert (sum(each.lost for each in rows), sum(each.found for each in rows)) == (5, 1)
        assert (page.context["cost"].minor, page.context["whole"].unvalued) == (400, 2)
    file = owner.get("/backoffice/shrinkage/", {"by": "article", "as": "csv"}).content.decode().splitlines()
    assert file[0].startswith("article,lost,found,cost")
    assert len(file) == 3


def test_whoever_works_at_one_place_sees_that_one(chain: Chain, client: Client) -> None:
    order = chain.ordered((chain.variant(), 10))
    sign_in(client, a_member("manager", at=chain.warehouse.id))
    assert client.get("/backoffice/purchases/").context["rows"] == []
    for path in ("", "order.pdf"):
        assert client.get(f"/backoffice/purchases/{order.id}/{path}").status_code == 403
    assert client.post(f"/backoffice/purchases/{order.id}/change/", {"act": "cancel"}).status_code == 403
    count = a_count(chain, chain.variant(store=1))
    assert client.get(f"/backoffice/counts/{count.id}/").status_code == 403
    waits = counts.correct(
        chain.market.id, chain.store.id, chain.variant(store=3), -1, reason=AdjustmentReason.STOLEN, actor=a_counter()
    )
    assert client.post(f"/backoffice/counts/corrections/{waits.id}/", {"act": "approve"}).status_code == 403


def test_pages_ask_as_often_however_much_they_show(chain: Chain, owner: Client) -> None:
    paths = ("purchases/", "transfers/", "counts/", "shrinkage/?by=article")
    manager = a_counter("counts.approve")

    def more() -> None:
        milk = bought(chain, 20)
        chain.sent((chain.variant(warehouse=5), 2))
        a_count(chain, milk)
        for actor in (manager, a_counter()):
            counts.correct(chain.market.id, chain.store.id, milk, -1, reason=AdjustmentReason.STOLEN, actor=actor)

    def asked() -> dict[str, int]:
        found = {}
        for path in paths:
            owner.get(f"/backoffice/{path}")
            with CaptureQueriesContext(connection) as queries:
                assert owner.get(f"/backoffice/{path}").status_code == 200
            found[path] = len(queries)
        return found

    more()
    few = asked()
    for _ in range(3):
        more()
    assert asked() == few
    assert max(few.values()) <= 18


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_every_page_is_open_to_all(
    chain: Chain, visitor: Visitor, live_server: object, width: int, scheme: str
) -> None:
    milk, eggs = bought(chain, 50), chain.variant(warehouse=9)
    order, transfer = chain.ordered((milk, 10)), chain.sent((eggs, 5))
    supply.receive(order.id, [Arrived(1, 4, 1)], receipt=new_id(), actor=SYSTEM)
    supply.receive_transfer(transfer.id, [Arrived(1, 3)], receipt=new_id(), actor=SYSTEM)
    count = a_count(chain, milk)
    counted(count, 1, 40)
    for actor in (a_counter("counts.approve"), a_counter()):
        counts.correct(chain.market.id, chain.store.id, milk, -2, reason=AdjustmentReason.STOLEN, actor=actor)
    page: Page = visitor(width, color_scheme=scheme)
    cookie = sign_in(Client(), a_member("owner")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": str(live_server)}])
    for path in (
        "purchases/",
        "purchases/new/",
        f"purchases/{order.id}/",
        "transfers/",
        "transfers/new/",
        f"transfers/{transfer.id}/",
        "counts/",
        "counts/new/",
        f"counts/{count.id}/",
        "shrinkage/",
        "shrinkage/?since=2020-01-01&until=2020-01-02",
    ):
        page.goto(f"{live_server}/backoffice/{path}")
        seen(page, f"{re.sub('[^a-z]+', '-', path[:24])}{width}-{scheme}")
        wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert wide, f"{path} scrolls sideways at {width} px"


def test_the_day_of_a_report_is_the_markets(chain: Chain, owner: Client) -> None:
    page = owner.get("/backoffice/shrinkage/", {"since": "2026-05-10", "until": "2026-05-01"})
    assert page.context["given"]["since"] <= page.context["given"]["until"]
