"""Reminding companies of invoices: before they are due, when they are overdue, and when nothing more is sold for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, ExpressionWrapper, F, Q, Value

from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.events import InvoiceReminded
from oneshelf.modules.companies.queries import as_document, today
from oneshelf.modules.companies.types import DocumentKind, Reminder
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId

MOST_AT_ONCE = 500
"""The most invoices of a market that one run looks at, those due first first; the next run goes on."""


def remind(at: datetime) -> int:
    """Announce each open invoice that has come to its next reminder by an instant, once a step; return how many.

    One that missed a step, since nobody asked in between, comes to the latest at once.
    """
    return sum(_remind_in(market.id, at) for market in markets.list_markets())


def _remind_in(market: MarketId, at: datetime) -> int:
    day = today(market, at)
    return sum(_announce(id, step, at) for id, step in _steps(market, day))


def _steps(market: MarketId, day: date) -> Iterable[tuple[UUID, Reminder]]:
    """The open invoices of a market that have come to a step that was not announced yet."""
    out_of_grace = ExpressionWrapper(Value(day) - F("company__grace_days"), output_field=DateField())
    rows = models.Document.objects.select_related("company").filter(
        Q(reminded=0, due_on__lte=day + rules.SOON)
        | Q(reminded=Reminder.SOON, due_on__lt=day)
        | Q(reminded=Reminder.OVERDUE, due_on__lt=out_of_grace),
        market_id=market,
        kind=DocumentKind.INVOICE.value,
        amount__gt=F("paid") + F("credited"),
    )
    for row in rows.order_by("due_on", "number")[:MOST_AT_ONCE]:
        step = rules.reminder_due(row.due_on, today(market, row.issued_at), row.company.grace_days, day)
        if step and step > row.reminded:
            yield row.id, step


@retried
def _announce(invoice: UUID, step: Reminder, at: datetime) -> bool:
    """Note a step, unless somebody was faster or the money has come meanwhile."""
    row = models.Document.objects.select_for_update().get(id=invoice)
    found = as_document(row)
    if row.reminded >= step or found.open.minor <= 0:
        return False
    row.reminded = step
    row.version += 1
    row.save(update_fields=["reminded", "version"])
    event = InvoiceReminded(
        market=found.market,
        company=found.company,
        number=found.number,
        order=found.order,
        step=int(step),
        open=found.open,
        due_on=found.due_on,
    )
    outbox.emit([outbox.Draft(event, aggregate=found.id, sequence=row.version)], at=at)
    return True
