"""Say how a market is taxed."""

from __future__ import annotations

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax import models, rules
from oneshelf.modules.tax.actions.announce import table_changed
from oneshelf.modules.tax.errors import UnknownProvider
from oneshelf.modules.tax.queries import providers
from oneshelf.modules.tax.types import Area, Regime


@retried
def set_regime(market: MarketId, regime: Regime, *, actor: Actor) -> None:
    """Replace how a market is taxed. Raises UnknownMarket, BadArea and UnknownProvider."""
    markets.get_market(market)
    known = providers.installed()
    if regime.provider and regime.provider not in known:
        raise UnknownProvider(value=regime.provider, installed=", ".join(sorted(known)) or "–")
    rules.checked_area(Area(regime.country))
    row, _ = models.Regime.objects.update_or_create(
        market_id=market,
        defaults={
            "country": regime.country,
            "destination_since": regime.destination_since,
            "provider": regime.provider,
            "rounded_per": regime.rounding.tax.value,
            "halves": regime.rounding.mode.value,
        },
    )
    details: dict[str, trail.Detail] = {
        "country": regime.country,
        "provider": regime.provider,
        "rounded_per": regime.rounding.tax.value,
        "halves": regime.rounding.mode.value,
    }
    trail.record("tax.regime_set", trail.Subject("regime", row.id), actor=actor, details=details)
    table_changed(market)
