"""Opening a list of prices over the base list, and closing it."""

from __future__ import annotations

import re

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId, UnknownChannel
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import UnknownPlace
from oneshelf.modules.pricing import models, queries
from oneshelf.modules.pricing.errors import BadPriceList
from oneshelf.modules.pricing.events import PriceListClosed, PriceListOpened
from oneshelf.modules.pricing.types import BASE, ListCode, PriceList, Scope

HIGHEST_RANK = 10_000
LONGEST_NAME = 100
_CODE = re.compile(r"(?=.{1,40}\Z)[a-z0-9]+(-[a-z0-9]+)*")


def open_price_list(market: MarketId, code: str, name: str, scope: Scope, rank: int, *, actor: Actor) -> PriceList:
    """Open a list for the sales in `scope`; where several fit, that with the highest rank (1 to 10,000) counts.

    Scope and rank stay what they are, so that it can always be told why somebody paid a price. Raises BadPriceList,
    PriceListTaken, RankTaken, UnknownMarket, UnknownChannel, UnknownPlace, UnknownGroup and ClosedGroup. Joins the
    caller's transaction.
    """
    name = " ".join(name.split())
    if not (_CODE.fullmatch(code) and code != BASE and 0 < len(name) <= LONGEST_NAME and 0 < rank <= HIGHEST_RANK):
        raise BadPriceList(price_list=code[:100], name=name[:LONGEST_NAME], rank=rank)
    currency = markets.get_market(market).currency
    _check_scope(market, scope)
    with refusals(), transaction.atomic():
        row = models.PriceList.objects.create(
            id=new_id(),
            market_id=market,
            code=code,
            name=name,
            currency=currency,
            rank=rank,
            channel_id=scope.channel,
            place_id=scope.place,
            group_id=scope.group,
        )
        outbox.emit([outbox.Draft(PriceListOpened(market, code), aggregate=row.id, sequence=1)])
        trail.record("price_list.opened", trail.Subject("price list", row.id), actor=actor)
    return queries.as_list(row)


def close_price_list(market: MarketId, code: ListCode, *, actor: Actor) -> None:
    """Let a list count no more from now on; its history stays. Twice is once.

    Raises UnknownPriceList, and BadPriceList for the base list, without which nothing has a price. Joins the
    caller's transaction.
    """
    known = queries.get_price_list(market, code)
    if code == BASE:
        raise BadPriceList(price_list=BASE, name=known.name, rank=known.rank)
    with transaction.atomic():
        if models.PriceList.objects.filter(id=known.id, archived_at=None).update(archived_at=clock.now()):
            outbox.emit([outbox.Draft(PriceListClosed(market, code), aggregate=known.id, sequence=2)])
            trail.record("price_list.closed", trail.Subject("price list", known.id), actor=actor)


def _check_scope(market: MarketId, scope: Scope) -> None:
    """Raise unless what is named is there, and the market's own."""
    if scope.channel is not None and markets.get_channel(scope.channel).market != market:
        raise UnknownChannel(channel=str(scope.channel))
    if scope.place is not None and places.get_place(scope.place).market != market:
        raise UnknownPlace(place=str(scope.place))
    if scope.group is not None:
        customers.get_open_group(scope.group)
