"""Comparing what channels show."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from oneshelf.kernel import clock
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import Channel, MarketId
from oneshelf.modules.parity import rules
from oneshelf.modules.parity.actions.windows import window_of
from oneshelf.modules.parity.types import Compared, Difference, Showing, Window

MOST_AT_ONCE = 500
"""The most articles that are compared in one go."""


def compare(market: MarketId, variants: Collection[VariantId]) -> list[Compared]:
    """Return what each active channel of a market shows of articles now, side by side; archived ones are left out.

    At most MOST_AT_ONCE of them. Nothing is written.
    """
    assert len(variants) <= MOST_AT_ONCE, "a caller goes through more than that in steps"
    known = catalogue.snapshots(list(variants))
    articles = [known[variant] for variant in variants if variant in known and known[variant].sellable]
    at, selling = clock.now(), markets.get_market(market)
    behind: dict[Window, list[Channel]] = {}
    for channel in channels_of(market):
        behind.setdefault(_window(channel), []).append(channel)
    shown: dict[str, Mapping[VariantId, Showing]] = {}
    for window, channels in behind.items():
        seen = window.shown(selling, channels, articles, at)
        shown |= {channel.code: seen[channel.id] for channel in channels}
    return [_compared(article.variant, shown) for article in articles]


def compare_payment(market: MarketId) -> Difference | None:
    """Return how the active channels of a market differ in how people may pay there."""
    selling = markets.get_market(market)
    return rules.payment_difference(
        {channel.code: _window(channel).methods(selling, channel) for channel in channels_of(market)}
    )


def channels_of(market: MarketId) -> list[Channel]:
    """Return the channels of a market that are compared: those that sell, and that something shows."""
    return [each for each in markets.list_channels(market) if each.active and window_of(each) is not None]


def _window(channel: Channel) -> Window:
    window = window_of(channel)
    assert window is not None, "only channels with a window are compared"
    return window


def _compared(variant: VariantId, shown: Mapping[str, Mapping[VariantId, Showing]]) -> Compared:
    showings = {code: found.get(variant, Showing()) for code, found in shown.items()}
    return Compared(variant, showings, rules.differences(showings))
