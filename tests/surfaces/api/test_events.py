"""Events by cursor: all of them, in the order of their commits, to whom they concern."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import tickets
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox import reading
from tests.checkout.builders import Shop
from tests.kernel.lamps import another_session, broken, emit_in, lit
from tests.kernel.webhooks.receivers import wait_until
from tests.markets.builders import a_market
from tests.surfaces.api.programs import Program, Told

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def _read(program: Program, path: str) -> Told:
    """Read a page once everything that has been written until now may stand in it.

    A transaction of any database of the server that began before holds it back: those of tests that run beside this
    one last as long as they do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (written,) = cursor.fetchone()

        def passed() -> bool:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            return bool(cursor.fetchone()[0] >= written)

        wait_until(passed, most_s=180)
    return program.get(path)


def _all(program: Program, limit: int = 100, types: str = "lamps.*") -> list[dict[str, object]]:
    """Follow the cursor to the end."""
    found: list[dict[str, object]] = []
    cursor = ""
    while True:
        page = _read(program, f"/events?limit={limit}&types={types}" + (f"&after={cursor}" if cursor else ""))
        assert page.status == 200, page.body
        assert len(page["items"]) <= limit + 1  # two that belong together are not torn apart
        found += page["items"]
        cursor = page["next"]
        if not page["more"]:
            return found


def test_a_sale_is_read_in_its_envelope(shop: Shop, till: Program) -> None:
    number = till.post("/orders", till.order(shop.offered(5)))["number"]
    (placed,) = _read(till, "/events?types=orders.order_placed.v1")["items"]
    assert (placed["specversion"], placed["type"], placed["sequence"]) == ("1.0", "orders.order_placed.v1", "1")
    assert placed["data"]["number"] == number
    assert till.get("/events?types=orders.*")["items"][0] == placed


def test_pages_follow_each_other_without_a_gap(till: Program) -> None:
    drafts = [lit() for _ in range(25)]
    for draft in drafts:
        outbox.emit([draft, broken(1, new_id())])
    told = _all(till, limit=4, types="lamps.lit.v1")
    assert [each["subject"] for each in told] == [str(draft.aggregate) for draft in drafts]


def test_many_unwanted_events_give_empty_pages_and_no_gap(till: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LOOKED_AT", 5)
    outbox.emit([broken(1, new_id()) for _ in range(23)])
    outbox.emit([lit()])
    assert len(_all(till, types="lamps.lit.v1")) == 1


def test_what_commits_late_is_not_skipped(till: Program) -> None:
    with another_session() as slow:
        emit_in(slow, first := lit())
        outbox.emit([second := lit()])
        page = till.get("/events?types=lamps.*")
        assert page["items"] == [], "the slow one could still come before"
        slow.commit()
    page = _read(till, f"/events?types=lamps.*&after={page['next']}")
    assert {each["subject"] for each in page["items"]} == {str(first.aggregate), str(second.aggregate)}


def test_events_of_one_subject_come_by_their_sequence(till: Program) -> None:
    lamp = new_id()
    with another_session() as second, another_session() as first:
        for session in (second, first):
            session.execute("SELECT pg_current_xact_id()")
        emit_in(first, lit(1, lamp))
        first.commit()
        emit_in(second, broken(2, lamp))
        second.commit()
    outbox.emit([lit() for _ in range(3)])
    told = _all(till, limit=1)
    assert [each["sequence"] for each in told if each["subject"] == str(lamp)] == ["1", "2"]
    assert len({each["id"] for each in told}) == 5


def test_a_key_hears_of_its_own_market_only(shop: Shop, till: Program) -> None:
    till.post("/orders", till.order(shop.offered(5)))
    stranger = Program.with_key(shop, "events.read", book=a_market().id)
    everywhere = Program.with_key(shop, "events.read", book=None)
    of_nobody = _all(stranger, types="orders.*,payments.*,catalogue.*")
    assert of_nobody
    assert all(str(each["type"]).startswith("catalogue.") for each in of_nobody)
    assert len(_all(everywhere, types="orders.*")) == len(_all(till, types="orders.*")) > 0
    assert (
        _all(everywhere, types="orders.*")
        == everywhere.get(f"/events?types=orders.*&market={shop.market.code}")["items"]
    )


def test_a_key_of_one_place_reads_no_events(shop: Shop) -> None:
    told = Program.with_key(shop, "events.read", place=shop.store.id).get("/events")
    assert (told.status, told["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "é", "-" * 33, "%00"])
def test_a_cursor_that_no_page_gave_is_refused(till: Program, cursor: str) -> None:
    told = till.get(f"/events?after={cursor}")
    assert (told.status, told["code"], told["field"]) == (422, "invalid", "after")


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=a", "kind=x"])
def test_a_query_that_does_not_fit_is_refused(till: Program, query: str) -> None:
    assert till.get(f"/events?{query}").status == 422


def test_from_the_present_only_what_follows_is_heard(till: Program) -> None:
    outbox.emit([lit()])
    cursor = _read(till, "/events/cursor")["cursor"]
    outbox.emit([new := lit()])
    page = _read(till, f"/events?after={cursor}&types=lamps.*")
    assert [each["subject"] for each in page["items"]] == [str(new.aggregate)]


def test_every_type_is_listed_with_a_sentence(till: Program) -> None:
    listed = {each["type"]: each["description"] for each in till.get("/events/types")["items"]}
    assert "orders.order_placed.v1" in listed
    assert all(listed.values())


def test_a_page_takes_few_statements(till: Program) -> None:
    lamp = new_id()
    outbox.emit([lit(1, lamp)])
    outbox.emit([broken(2, lamp)])
    till.get("/events")
    with CaptureQueriesContext(connection) as asked:
        till.get("/events?types=lamps.*")
    assert len(asked) <= 4  # the key, its market, the page, and what may stand behind it


def test_a_ticket_for_a_stream_holds_types_and_market(shop: Shop, till: Program) -> None:
    told = till.post("/events/streams", {"types": ["orders.*"]})
    assert told.status == 201
    ticket = tickets.read_stream(told["url"].partition("ticket=")[2])
    assert (ticket.types, ticket.book) == (("orders.*",), shop.market.id)
    with pytest.raises(tickets.BadTicket):
        tickets.read(told["url"].partition("ticket=")[2])
    assert transaction.get_connection().in_atomic_block is False
