"""Reading coupons: what a code is worth to somebody, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from oneshelf.kernel import sealed, sql
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons.errors import CouponNotTaken, UnknownBatch, UnknownCoupon
from oneshelf.modules.coupons.rules import codes, terms
from oneshelf.modules.coupons.types import (
    Batch,
    BatchId,
    BatchState,
    Coupon,
    CouponId,
    Failure,
    Found,
    Kind,
    Known,
    Limits,
    Printed,
    Reason,
    Tally,
    Terms,
    TermsChange,
    Use,
    UseState,
)
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import PromotionId

FINGERPRINTS, KEYS = "coupon codes", "coupon batches"
"""The purposes for which codes are fingerprinted, and for which the keys of batches are sealed."""

MOST_ROWS = 200
"""The most batches, coupons or uses of one page."""


@dataclass(frozen=True, slots=True)
class _Figures:
    batch: BatchId
    confirmed: int
    reserved: int
    customers: int


_KNOWN = sql.statement(__name__, "known", row=Known)
_FIGURES = sql.statement(__name__, "figures", row=_Figures)


def look_up(
    typed: Collection[str],
    market: MarketId,
    customer: CustomerId | None,
    at: datetime,
    *,
    held_by: UUID | None = None,
) -> dict[str, Found | Failure]:
    """Return for each code as it was typed whether it works for a customer, and why not.

    One statement for all of them, and one for the promotions of the market when they are not remembered. `held_by` is
    the checkout that asks: what it holds is not used up for itself. It is for showing and pricing: whether
    a limit lets the code be used, `reserve` decides. The reasons are for staff: who guesses is told none (`try_code`).
    """
    read = {text: codes.read(text) for text in typed}
    known_as = {text: prints_of(symbols, market) for text, symbols in read.items() if symbols}
    rows = {
        bytes(row.digest): row
        for row in _KNOWN.all(
            digests=[each for several in known_as.values() for each in several],
            coupons=[],
            owner=held_by,
            customer=customer,
            day=day_of(market, at),
        )
        if row.market == market
    }
    rules = promotions.book_at(market, at).rules.by_id
    found: dict[str, Found | Failure] = {}
    for text, symbols in read.items():
        row = next((rows[each] for each in known_as.get(text, ()) if each in rows), None)
        reason = Reason.MISTYPED if symbols is None else Reason.UNKNOWN
        found[text] = _judged(row, customer, at, runs=str(row.promotion) in rules) if row else Failure(reason)
    return found


def working(code: str, market: MarketId, customer: CustomerId | None, at: datetime) -> Found:
    """Return what a code stands for that staff take for a customer. Raises CouponNotTaken with the exact reason."""
    found = look_up([code], market, customer, at)[code]
    if isinstance(found, Failure):
        tail = found.tail or "".join(sign for sign in code if sign.isalnum())[-4:]
        raise CouponNotTaken(tail=tail, why=str(models.REASON_NAMES[found.reason]))
    return found


def look_up_kept(
    kept: Collection[CouponId],
    market: MarketId,
    customer: CustomerId | None,
    at: datetime,
    *,
    held_by: UUID | None = None,
) -> dict[CouponId, Found | Failure]:
    """Do as `look_up` for coupons that a basket has kept since their codes were typed; without any, ask nothing."""
    if not kept:
        return {}
    day, rules = day_of(market, at), promotions.book_at(market, at).rules.by_id
    rows = _KNOWN.all(digests=[], coupons=list(kept), owner=held_by, customer=customer, day=day)
    return {
        row.coupon: _judged(row, customer, at, runs=str(row.promotion) in rules) for row in rows if row.market == market
    }


def _judged(row: Known, customer: CustomerId | None, at: datetime, *, runs: bool) -> Found | Failure:
    reason = terms.why_not(row, customer, at, runs=runs)
    if reason is not None:
        return Failure(reason, row.coupon, row.tail)
    return Found(row.coupon, row.batch, row.promotion, row.tail, terms.left(row), row.a_basket)


def day_of(market: MarketId, at: datetime) -> date:
    """Return the market's day against which a use at an instant counts."""
    return at.astimezone(ZoneInfo(markets.get_market(market).time_zone)).date()


def get_batch(batch: BatchId) -> Batch:
    """Return one batch. Raises UnknownBatch."""
    return as_batch(batch_row(batch))


def list_batches(
    market: MarketId, *, text: str = "", after: BatchId | None = None, limit: int = MOST_ROWS
) -> list[Batch]:
    """Return a page of a market's batches, the latest first, those whose label holds `text`; go on `after` one."""
    rows = models.Batch.objects.filter(market=market)
    if text:
        rows = rows.filter(label__icontains=text)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [as_batch(row) for row in rows.order_by("-id")[: min(limit, MOST_ROWS)]]


def tallies(batches: Iterable[BatchId]) -> dict[BatchId, Tally]:
    """Return how often the codes of batches were used; a batch that never was is left out."""
    return {
        each.batch: Tally(each.confirmed, each.reserved, each.customers) for each in _FIGURES.all(batches=list(batches))
    }


def changes_of(batch: BatchId) -> list[TermsChange]:
    """Return how the limits and the end of a batch were changed, the latest first; a hundred acts back."""
    acts = trail.of_subject(trail.Subject("coupon batch", batch))
    return [
        TermsChange(
            act.at, act.actor_id, {name: (_said(act, f"{name}_before"), _said(act, name)) for name in _named(act)}
        )
        for act in acts
        if act.action == "coupons.change_terms"
    ]


def _named(act: trail.Entry) -> list[str]:
    names = [*(name for name in Limits.__dataclass_fields__), "ends_at"]
    return [name for name in names if act.detail(name) is not None or act.detail(f"{name}_before") is not None]


def _said(act: trail.Entry, name: str) -> int | datetime | None:
    said = act.detail(name)
    return datetime.fromisoformat(said) if isinstance(said, str) else said


def print_of(symbols: str, market: MarketId) -> bytes:
    """Return the fingerprint that a code is kept as; of a chosen one in its market, as each market may choose it."""
    return sealed.fingerprint(symbols, _purpose(symbols, market))


def prints_of(symbols: str, market: MarketId) -> list[bytes]:
    """Return each fingerprint that a code may have been kept as, what is kept today first.

    Chosen codes of before were kept as drawn ones are: no two markets had the same.
    """
    kept = sealed.fingerprints(symbols, _purpose(symbols, market))
    return kept + sealed.fingerprints(symbols, FINGERPRINTS) if codes.is_chosen(symbols) else kept


def _purpose(symbols: str, market: MarketId) -> str:
    return f"{FINGERPRINTS} chosen in {market}" if codes.is_chosen(symbols) else FINGERPRINTS


def get_coupon(coupon: CouponId) -> Coupon:
    """Return one coupon. Raises UnknownCoupon."""
    row = models.Code.objects.filter(id=coupon).first()
    if row is None:
        raise UnknownCoupon(coupon=str(coupon))
    return _coupon(row)


def coupons_of(batch: BatchId, *, after: int = 0, limit: int = MOST_ROWS) -> list[Coupon]:
    """Return a page of the coupons of a batch by number, those `after` a number."""
    rows = models.Code.objects.filter(batch=batch, serial__gt=after).order_by("serial")
    return [_coupon(row) for row in rows[: min(limit, MOST_ROWS)]]


def uses_of(coupon: CouponId) -> list[Use]:
    """Return what checkouts and orders did with a coupon, the latest first; 200 at most."""
    rows = models.Use.objects.filter(code=coupon).order_by("-id")[:MOST_ROWS]
    return [
        Use(
            id=row.id,
            owner=row.owner_id,
            order=row.order_id,
            customer=CustomerId(row.customer_id) if row.customer_id else None,
            state=row.state,  # type: ignore[arg-type]  # it makes a state of the text
            reserved_at=row.reserved_at,
            settled_at=row.settled_at,
        )
        for row in rows
    ]


def find_coupon(market: MarketId, typed: str) -> Coupon | None:
    """Return the coupon of a market that a code stands for, None when there is none."""
    symbols = codes.read(typed)
    known_as = prints_of(symbols, market) if symbols else []
    row = models.Code.objects.filter(digest__in=known_as, batch__market=market).first()
    return _coupon(row) if row else None


def readable(batch: BatchId, *, after: int = 0, limit: int | None = None) -> Iterator[Printed]:
    """Return the codes of a batch that were not revoked, by number, as people read them: those `after` a number.

    They are derived anew from the batch's key and stand nowhere else. The database is asked at once, and not while the
    codes are taken. Raises UnknownBatch, and CannotOpen when the key was sealed with a secret that is gone.
    """
    row = batch_row(batch)
    revoked = set(models.Code.objects.filter(batch=batch, revoked_at__isnull=False).values_list("serial", flat=True))
    last = row.made if limit is None else min(row.made, after + limit)
    of = texts_of(row)
    return (Printed(serial, of(serial)) for serial in range(after + 1, last + 1) if serial not in revoked)


def readable_one(coupon: CouponId) -> str:
    """Return the code of one coupon as people read it. Raises UnknownCoupon, and CannotOpen as `readable`."""
    row = models.Code.objects.select_related("batch").filter(id=coupon).first()
    if row is None:
        raise UnknownCoupon(coupon=str(coupon))
    return texts_of(row.batch)(row.serial)


def readable_some(coupons: Collection[CouponId]) -> dict[CouponId, str]:
    """Return the codes of coupons as people read them, in one statement; unknown ones are left out. Raises CannotOpen.

    For their holders: whoever shows one has made sure whose it is.
    """
    rows = models.Code.objects.select_related("batch").filter(id__in=coupons)
    texts: dict[UUID, Callable[[int], str]] = {}
    for row in rows:
        texts.setdefault(row.batch_id, texts_of(row.batch))
    return {CouponId(row.id): texts[row.batch_id](row.serial) for row in rows}


def orders_using(coupons: Collection[CouponId]) -> dict[CouponId, UUID]:
    """Return the order that used each of some coupons that are used once; those that were not are left out."""
    rows = models.Use.objects.filter(code__in=coupons, state=UseState.CONFIRMED.value)
    return {CouponId(code): order for code, order in rows.values_list("code_id", "order_id") if order}


def texts_of(row: models.Batch) -> Callable[[int], str]:
    """Return what gives a batch's codes by their numbers, as people read them. Raises CannotOpen."""
    key = sealed.unseal(bytes(row.key), KEYS)
    if row.kind == Kind.SHARED:
        return lambda _serial: key
    drawn_from = bytes.fromhex(key)
    return lambda serial: codes.spell(codes.draw(drawn_from, serial))


def batch_row(batch: BatchId) -> models.Batch:
    """Return the row of a batch. Raises UnknownBatch."""
    row = models.Batch.objects.filter(id=batch).first()
    if row is None:
        raise UnknownBatch(batch=str(batch))
    return row


def as_batch(row: models.Batch) -> Batch:
    """Return a batch as the face shows it."""
    return Batch(
        id=BatchId(row.id),
        market=MarketId(row.market_id),
        kind=Kind(row.kind),
        state=BatchState(row.state),
        terms=Terms(
            label=row.label,
            promotion=PromotionId(row.promotion_id),
            limits=Limits(**{name: getattr(row, name) for name in Limits.__dataclass_fields__}),
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            returns=row.returns,
        ),
        size=row.size,
        made=row.made,
        created_at=row.created_at,
        version=row.version,
    )


def _coupon(row: models.Code) -> Coupon:
    return Coupon(
        id=CouponId(row.id),
        batch=BatchId(row.batch_id),
        serial=row.serial,
        tail=row.tail,
        customer=CustomerId(row.customer_id) if row.customer_id else None,
        revoked_at=row.revoked_at,
        ends_at=row.ends_at,
    )
