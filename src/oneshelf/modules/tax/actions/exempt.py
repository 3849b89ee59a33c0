"""Spare a customer the tax for what they showed, and stop doing so."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from psycopg.types.range import DateRange

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax import models, rules
from oneshelf.modules.tax.actions.announce import table_changed
from oneshelf.modules.tax.errors import AlreadyExempt, BadRateWindow
from oneshelf.modules.tax.types import ExemptionId, NewExemption

_TWICE = {"tax_exemptions_never_overlap": AlreadyExempt()}


@retried
def exempt(market: MarketId, customer: CustomerId, shown: NewExemption, *, actor: Actor) -> ExemptionId:
    """Record what a customer showed: from its first day on they are not charged where it holds.

    Raises BadVatId, BadRateWindow, AlreadyExempt when one of its kind holds there on some of these days, and what
    unknown markets and customers raise.
    """
    checked = rules.checked_exemption(shown)
    markets.get_market(market)
    customers.get_customer(customer)
    row = models.Exemption(
        id=new_id(),
        market_id=market,
        customer_id=customer,
        kind=checked.kind.value,
        number=checked.number,
        country=checked.country,
        region=checked.region,
        valid=DateRange(checked.since, checked.until),
    )
    with refusals(_TWICE), transaction.atomic():
        row.save(force_insert=True)
    _tell(row, "tax.exempted", actor=actor)
    return ExemptionId(row.id)


@retried
def end_exemption(market: MarketId, exemption: ExemptionId, until: date, *, actor: Actor) -> None:
    """Let an exemption hold until just before the day `until`; one that would begin then or later is forgotten.

    Raises BadRateWindow when it ended before that day, and NotFound, also where it is another market's.
    """
    row = models.Exemption.objects.select_for_update().filter(id=exemption, market=market).first()
    if row is None:
        raise NotFound(kind="exemption", value=str(exemption))
    if row.valid.upper is not None and row.valid.upper <= until:
        raise BadRateWindow(since=until.isoformat(), until=row.valid.upper.isoformat())
    if until <= row.valid.lower:
        row.delete()
        row.id = exemption
    else:
        row.valid = DateRange(row.valid.lower, until)
        row.save(update_fields=["valid"])
    _tell(row, "tax.exemption_ended", actor=actor)


def _tell(row: models.Exemption, action: str, *, actor: Actor) -> None:
    details: dict[str, trail.Detail] = {"kind": row.kind, "country": row.country, "region": row.region}
    trail.record(action, trail.Subject("exemption", row.id), actor=actor, details=details)
    table_changed(MarketId(row.market_id))
