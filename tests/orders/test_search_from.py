"""Search goes back from any instant, however far away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.public import Search
from tests.checkout.builders import a_shop
from tests.orders.settling import forget_jobs, settle
from tests.orders.test_search import sent

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_no_instant_is_too_early_or_too_late_to_search_from(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_jobs()
    shop = a_shop()
    order = sent(shop)
    settle()
    asked: list[int] = []
    spans_of = rules.spans

    def counted(before: datetime, before_id: UUID, since: datetime) -> list[tuple[str, datetime, UUID]]:
        spans = spans_of(before, before_id, since)
        asked.append(len(spans))
        return spans

    monkeypatch.setattr(rules, "spans", counted)
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    search = Search("zoë")
    assert orders.search_orders(shop.market.id, search, before=first) == []
    assert orders.search_orders(shop.market.id, replace(search, since=last)) == []
    assert [each.id for each in orders.search_orders(shop.market.id, search, before=last)] == [order]
    assert sum(asked) <= rules.WEEKS + 2  # not one for each year to come
