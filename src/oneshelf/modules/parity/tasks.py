"""Jobs of parity."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.kernel import jobs
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.parity.actions import alert
from oneshelf.modules.parity.actions.check import check, check_all
from oneshelf.modules.staff.public import MemberId


@jobs.scheduled("23 * * * *")
def compare_channels() -> int:
    """Compare, each hour, every article in all channels, and tell what is new; return how many were looked at."""
    looked = 0
    for market in markets.list_markets():
        looked += check_all(market.id)
        tell_news(market.id)
    return looked


@jobs.task
def compare_changed(market: str, variants: list[str]) -> None:
    """Compare articles whose prices have changed. May be repeated."""
    check(MarketId(UUID(market)), [VariantId(UUID(each)) for each in variants])


@retried
def tell_news(market: MarketId) -> None:
    """Leave a job that writes to each of those who decide, where there is something that nobody was told of."""
    at = alert.note_news(market)
    for member in alert.whom() if at else ():
        mail_news.defer(market=str(market), at=at.isoformat() if at else "", member=str(member.id))


@jobs.task
def mail_news(market: str, at: str, member: str) -> None:
    """Write to somebody who decides what a comparison has found. May be repeated."""
    alert.write_news(MarketId(UUID(market)), datetime.fromisoformat(at), MemberId(UUID(member)))
