"""Events are written with what made them true, in the order given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from oneshelf.kernel import clock, months, transactions
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox.events import Event, Record, envelope
from oneshelf.kernel.outbox.models import Event as Row
from tests.kernel.lamps import lit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOON = datetime(2031, 5, 7, 12, tzinfo=UTC)


def test_an_event_comes_back_as_it_was_written() -> None:
    draft = lit()
    outbox.emit([draft], at=NOON)
    row = Row.objects.get(aggregate=draft.aggregate)
    record = Record(row.id, row.type, row.aggregate, row.sequence, row.data, row.occurred_at)
    assert record.event == draft.event
    assert row.id.version == 7
    assert row.occurred_at == NOON
    assert envelope(record)["data"] == {
        "lamp": str(draft.aggregate),
        "cost": {"minor": 5, "currency": "USD"},
        "note": "",
    }
    assert envelope(record)["type"] == "lamps.lit.v1"


def test_the_sql_face_keeps_the_order_of_the_arrays() -> None:
    lamp = new_id()
    arrays = outbox.columns([lit(n, lamp) for n in (1, 2, 3)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outbox_emit(%s::text[], %s::uuid[], %s::int[], %s::text[], %s)",
            [arrays.types, arrays.aggregates, arrays.sequences, arrays.data, NOON],
        )
    assert list(Row.objects.order_by("transaction", "id").values_list("sequence", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("change", ["UPDATE outbox_event SET data = ''", "DELETE FROM outbox_event"])
def test_an_event_is_never_changed(change: str) -> None:
    outbox.emit([lit()], at=NOON)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Row.objects.count() == 1


def test_a_month_takes_its_rows_out_of_the_default_partition() -> None:
    outbox.emit([lit()], at=NOON)
    assert _count("outbox_event_default") == 1
    assert months.ensure("outbox_event", NOON, NOON) == 0
    assert months.ensure("outbox_event", NOON, NOON.replace(month=7, day=1, hour=0)) == 2
    assert (_count("outbox_event_default"), _count("outbox_event_2031_05")) == (0, 1)
    outbox.emit([lit()], at=NOON)
    assert _count("outbox_event_2031_05") == 2


@pytest.mark.parametrize("at", [NOON, clock.now()])
def test_a_broken_key_is_known_in_every_partition(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_constraints", {})
    transactions.constraint_means("outbox_sequence_is_given_once", lambda: NotFound(kind="room for", value="another"))
    draft = lit()
    outbox.emit([draft], at=at)
    with pytest.raises(NotFound), transaction.atomic():
        outbox.emit([draft], at=at)


def test_an_event_class_needs_a_versioned_type_of_its_own() -> None:
    with pytest.raises(TypeError, match="needs a TYPE"):
        type("Nameless", (Event,), {})
    with pytest.raises(TypeError, match="belongs to LampLit"):
        type("Other", (Event,), {"TYPE": "lamps.lit.v1"})


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
