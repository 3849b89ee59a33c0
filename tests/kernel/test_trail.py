"""The audit trail keeps who did what, and nothing about people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from oneshelf.kernel.actors import SYSTEM, Actor, ActorKind
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.trail.models import Entry

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)


def test_a_subject_and_an_actor_have_their_trail_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, price, shop = Actor(ActorKind.STAFF, new_id()), trail.Subject("price", new_id()), new_id()
    details: dict[str, trail.Detail] = {"amount": 399, "currency": "EUR", "before": None}
    trail.record("price.changed", price, actor=ana, place=shop, details=details, at=NOON)
    trail.record("price.archived", price, actor=SYSTEM, at=NOON + timedelta(hours=1))
    trail.record("price.changed", trail.Subject("price", new_id()), actor=ana, at=NOON)
    monkeypatch.setattr(trail, "ENTRIES_A_PAGE", 1)
    (newest,) = trail.of_subject(price)
    (older,) = trail.of_subject(price, before=newest)
    assert (newest.action, newest.actor_kind, newest.actor_id) == ("price.archived", "system", None)
    assert (older.actor_id, older.place, older.detail("amount"), older.detail("other")) == (ana.id, shop, 399, None)
    assert trail.of_subject(price, before=older) == []
    assert ana.id is not None
    first = trail.by_actor(ana.id)
    assert len(first) == len(trail.by_actor(ana.id, before=first[0])) == 1


def test_free_text_is_refused() -> None:
    with pytest.raises(ValueError, match="free text"):
        trail.record("order.noted", trail.Subject("order", new_id()), actor=SYSTEM, details={"by": "ana@example.com"})
    assert not Entry.objects.exists()


def test_an_entry_is_never_changed() -> None:
    trail.record("a.b", trail.Subject("order", new_id()), actor=SYSTEM)
    changes: list[Callable[[], object]] = [
        lambda: Entry.objects.update(action="c"),
        lambda: Entry.objects.all()._raw_delete("default"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert Entry.objects.get().action == "a.b"
