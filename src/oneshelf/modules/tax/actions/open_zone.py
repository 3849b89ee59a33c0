"""Open a zone in which rates hold."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax import models, rules
from oneshelf.modules.tax.actions.announce import table_changed
from oneshelf.modules.tax.errors import ZoneCodeTaken
from oneshelf.modules.tax.queries import as_zone
from oneshelf.modules.tax.types import Area, ZoneId

_TAKEN = {"tax_zone_code_is_once_a_market": ZoneCodeTaken()}


@retried
def open_zone(market: MarketId, code: str, name: str, area: Area, *, actor: Actor) -> ZoneId:
    """Open a zone and return its id, or that of the one with the same code that reaches as far.

    Raises BadArea, and ZoneCodeTaken when the market has another zone with the code.
    """
    checked = rules.checked_area(area)
    known = models.Zone.objects.filter(market=market, code=code).first()
    if known is not None:
        if as_zone(known).area != checked:
            raise ZoneCodeTaken
        return ZoneId(known.id)
    row = models.Zone(
        id=new_id(),
        market_id=market,
        code=code,
        name=name,
        country=checked.country,
        region=checked.region,
        postal_from=checked.postal_from,
        postal_until=checked.postal_until,
        place_id=checked.place,
    )
    with refusals(_TAKEN), transaction.atomic():
        row.save(force_insert=True)
    trail.record("tax.zone_opened", trail.Subject("zone", row.id), actor=actor, details={"code": code})
    table_changed(market)
    return ZoneId(row.id)
