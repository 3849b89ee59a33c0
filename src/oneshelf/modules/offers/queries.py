"""Reading offers, and what became of what they gave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from oneshelf.kernel import caches, decoding, sql
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import BatchId, CouponId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.offers import models, rules
from oneshelf.modules.offers.errors import UnknownOffer
from oneshelf.modules.offers.types import (
    Award,
    AwardId,
    Figures,
    Happening,
    Offer,
    OfferId,
    Run,
    RunId,
    Slip,
    State,
    Terms,
    Trigger,
)
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.promotions import public as promotions

MOST_ROWS = 200
"""The most offers, runs or coupons of one page."""

_FIGURES = sql.statement(__name__, "figures", row=Figures)
_RUNS = caches.Cache[MarketId, tuple[Run, ...]]("offers", events=["offers.changed.v1"], most=1_000)


def get_offer(offer: OfferId) -> Offer:
    """Return one offer. Raises UnknownOffer."""
    row = models.Offer.objects.filter(id=offer).first()
    if row is None:
        raise UnknownOffer(offer=str(offer))
    return as_offer(row)


def list_offers(market: MarketId, *, after: OfferId | None = None, limit: int = MOST_ROWS) -> list[Offer]:
    """Return a page of a market's offers, the latest first; go on `after` one."""
    rows = models.Offer.objects.filter(market=market)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [as_offer(row) for row in rows.order_by("-id")[: min(limit, MOST_ROWS)]]


def runs_of(offer: OfferId) -> list[Run]:
    """Return what an offer said, and when, the latest first; 200 at most."""
    return [_run(row) for row in models.Run.objects.filter(offer=offer).order_by("-valid")[:MOST_ROWS]]


def runs_in(market: MarketId) -> tuple[Run, ...]:
    """Return what the offers of a market have ever said: what happened long ago may be told of only now.

    A process that hears events remembers them.
    """
    return _RUNS.get([market], _load_runs)[market]


def open_to_visitors(market: MarketId, channel: ChannelId, customer: CustomerId | None, at: datetime) -> list[Run]:
    """Return what whoever visits a channel may take at `at`; a process that hears events remembers that."""
    asked = Happening(Trigger.VISITED, UUID(int=0), market, channel, place=None, at=at, customer=customer)
    return [run for run in runs_in(market) if rules.may_earn(run, asked)]


def _load_runs(wanted: list[MarketId]) -> dict[MarketId, tuple[Run, ...]]:
    found: dict[MarketId, list[Run]] = {market: [] for market in wanted}
    for row in models.Run.objects.filter(market_id__in=wanted).order_by("id"):
        found[MarketId(row.market_id)].append(_run(row))
    return {market: tuple(runs) for market, runs in found.items()}


def awards_for(causes: Collection[UUID]) -> list[Award]:
    """Return the coupons that orders, parcels or baskets earned, the first one first."""
    return _awards(models.Award.objects.filter(cause_id__in=causes).order_by("id"))


def awards_of_order(order: OrderId) -> list[Award]:
    """Return the coupons that an order and its parcels earned, the first one first."""
    return _awards(models.Award.objects.filter(order_id=order).order_by("id"))


def awards_of_customer(customer: CustomerId, market: MarketId) -> list[Award]:
    """Return the coupons that a customer got in a market, the latest first; 200 at most."""
    rows = models.Award.objects.filter(customer_id=customer, market_id=market)
    return _awards(rows.order_by("-id")[:MOST_ROWS])


def usable_by(customers: Collection[CustomerId], market: MarketId, at: datetime) -> list[Award]:
    """Return the coupons of customers that can be used at `at` in a market, those that end first; 200 at most."""
    rows = models.Award.objects.filter(customer_id__in=customers, market_id=market, used_order_id=None)
    return _awards(rows.filter(taken_back_at=None, expires_at__gt=at).order_by("expires_at", "id")[:MOST_ROWS])


def get_award(award: AwardId) -> Award:
    """Return one earned coupon. Raises LookupError: only events and verbs know its id."""
    for found in _awards(models.Award.objects.filter(id=award)):
        return found
    raise LookupError(f"there is no award {award}")


def slips(awards: Sequence[Award], language: str) -> list[Slip]:
    """Return coupons as their holders read them, in two statements; none for none.

    Whoever shows one has made sure whose it is: a code is as good as what it gives.
    """
    if not awards:
        return []
    codes = coupons.readable_some([each.coupon for each in awards])
    known = promotions.promotions_by_id({each.promotion for each in awards})
    return [Slip(each, known[each.promotion].plan.name_in(language), codes[each.coupon]) for each in awards]


def figures(market: MarketId, since: datetime, until: datetime) -> list[Figures]:
    """Return what became of the coupons that a market's offers gave in [since, until), by pairs of channels."""
    return _FIGURES.all(market=market, since=since, until=until)


def as_offer(row: models.Offer) -> Offer:
    """Return an offer as the face shows it."""
    terms = decoding.decode(row.terms, Terms)
    return Offer(OfferId(row.id), MarketId(row.market_id), row.name, State(row.state), terms, row.version)


def as_award(row: models.Award) -> Award:
    """Return an award, read with its run, as the face shows it."""
    terms = decoding.decode(row.run.terms, Terms)
    return Award(
        id=AwardId(row.id),
        offer=OfferId(row.offer_id),
        market=MarketId(row.market_id),
        promotion=terms.promotion,
        coupon=CouponId(_coupon_of(row)),
        cause=row.cause_id,
        order=OrderId(row.order_id) if row.order_id else None,
        customer=CustomerId(row.customer_id) if row.customer_id else None,
        email=row.email,
        told=frozenset(terms.told),
        taken_with_order=terms.takes_back,
        given_at=row.given_at,
        expires_at=row.expires_at,
        taken_back_at=row.taken_back_at,
        used_by=OrderId(row.used_order_id) if row.used_order_id else None,
        used_at=row.used_at,
    )


def _coupon_of(row: models.Award) -> UUID:
    assert row.coupon_id is not None, "an award has its coupon when its transaction ends"
    return row.coupon_id


def _awards(rows: QuerySet[models.Award]) -> list[Award]:
    return [as_award(row) for row in rows.select_related("run")]


def _run(row: models.Run) -> Run:
    return Run(
        id=RunId(row.id),
        offer=OfferId(row.offer_id),
        market=MarketId(row.market_id),
        batch=BatchId(row.batch_id),
        terms=decoding.decode(row.terms, Terms),
        since=row.valid.lower,
        until=row.valid.upper,
    )
