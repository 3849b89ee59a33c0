"""Bring in markets and channels whose ids the loader derived."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.transactions import refusals
from oneshelf.modules.markets import models, rules
from oneshelf.modules.markets.types import Channel, Market


def bulk_load(markets: Sequence[Market], channels: Sequence[Channel] = ()) -> None:
    """Write markets, then channels, in the caller's transaction; those whose id is there already stay as they are.

    Raises what `create_market` raises about a market that could not work, and MarketCodeTaken or ChannelCodeTaken
    when another id holds a code.
    """
    _load_markets(markets)
    _load_channels(channels)


def _load_markets(markets: Sequence[Market]) -> None:
    known = set(models.Market.objects.filter(id__in=[each.id for each in markets]).values_list("id", flat=True))
    rows = []
    for each in markets:
        rules.check_market(
            currency=each.currency,
            default_language=each.default_language,
            languages=each.languages,
            time_zone=each.time_zone,
        )
        if each.id not in known:
            rows.append(
                models.Market(
                    id=each.id,
                    code=each.code,
                    name=each.name,
                    currency=each.currency,
                    default_language=each.default_language,
                    languages=list(each.languages),
                    time_zone=each.time_zone,
                    tax_included=each.tax_included,
                )
            )
    with refusals():
        models.Market.objects.bulk_create(rows)


def _load_channels(channels: Sequence[Channel]) -> None:
    known = set(models.Channel.objects.filter(id__in=[each.id for each in channels]).values_list("id", flat=True))
    rows = [
        models.Channel(
            id=each.id,
            market_id=each.market,
            code=each.code,
            kind=each.kind.value,
            name=each.name,
            active=each.active,
        )
        for each in channels
        if each.id not in known
    ]
    with refusals():
        models.Channel.objects.bulk_create(rows)
