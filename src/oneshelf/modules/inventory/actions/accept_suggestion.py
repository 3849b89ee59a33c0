"""Making a rule of the buffer that a level's confidence suggests."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.set_rule import revise_rule, set_rule
from oneshelf.modules.inventory.models import BufferRule
from oneshelf.modules.inventory.types import Amount, RuleId, Scope
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@retried
def accept_suggestion(
    market: MarketId, place: PlaceId, variant: VariantId, units: int, *, actor: Actor, note: str = ""
) -> RuleId:
    """Keep `units` of a variant at a place out of every channel's sight, as was suggested; return the rule.

    A rule for just this article at this place gets the amount, whatever it was, and stays hard if it was; otherwise one
    is set, a soft one. Accepting twice is harmless. Raises BadBuffer, and RuleChanged or RulesCompete when somebody
    else decides at the same moment.
    """
    scope = Scope(place=place, variant=variant)
    now = clock.now()
    row = BufferRule.objects.filter(market_id=market, scope=rules.spelled_out(scope), valid__contains=now).first()
    if row is None:
        return set_rule(market, scope, Amount(units), actor=actor, note=note)
    rule = RuleId(row.id)
    if row.units != units:
        amount = Amount(units, hard=row.hard)
        revise_rule(rule, amount, version=row.version, actor=actor, ends=row.valid.upper, note=note)
    return rule
