"""Explaining a basket: it is priced as anybody's is, and asked of every rule what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import queries
from oneshelf.modules.checkout import rules as parcels
from oneshelf.modules.checkout.errors import NotForSale
from oneshelf.modules.checkout.queries import quotes
from oneshelf.modules.checkout.types import Occasion, QuotedLine, Wanted
from oneshelf.modules.checkout.types.explained import Explained, TriedCode
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponId, Failure, Found
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled


def explain(occasion: Occasion, lines: Iterable[Wanted], codes: Collection[TriedCode] = ()) -> Explained:
    """Return what a basket costs on an occasion, at any moment, and what became of every rule then in force.

    `codes` were tried before (`try_codes`). What is sent to the occasion's contact has delivery, by the
    cheapest service. Whether something can still be ordered is not asked; groups, limits and the catalogue are those
    of today. Nothing is held. Raises EmptyBasket, TooManyLines, NotForSale for what nobody knows, PastItsDay, NoPrice,
    BadQuantity, BasketTooLarge and delivery's NotDelivered.
    """
    wanted, market = parcels.gathered(lines), occasion.market
    variants = list(dict.fromkeys(line.variant for line in wanted))
    snapshots = catalogue.snapshots(variants)
    for variant in variants:
        if variant not in snapshots:
            raise NotForSale(variant=str(variant))
    parcels.check_days(wanted, snapshots, occasion.local.date())
    prices = pricing.prices(market.id, variants, occasion.at, occasion.buyer)
    listed = queries.listed_lines(wanted, snapshots, prices, market.currency)
    works = [compiled.Coupon(str(each.coupon), each.rule) for each in codes if each.failure is None]
    occasion = replace(occasion, coupons=tuple(works))
    charge = _charge(occasion, listed) if occasion.contact else None
    quote, told, book = quotes.judged(occasion, listed, charge)
    return Explained(
        quote=quote,
        lists={variant: prices[variant].price_list for variant in variants},
        judged=pricing.judged(told, (each.rule for each in book.entries)),
        codes=tuple(codes),
        bands=told.bands,
        treatment=told.treatment.value,
        rounding=told.rounding,
        exact=told.exact,
    )


def try_codes(
    typed: Collection[str],
    market: MarketId,
    customer: CustomerId | None,
    at: datetime,
    *,
    kept: Collection[UUID] = (),
) -> tuple[TriedCode, ...]:
    """Return the coupons that a basket keeps and what codes stand for beside them, and why one does not work.

    Those of one coupon are one. Of a batch no more than a basket takes work, the kept ones first. Without any nothing
    is asked. For staff and programs only: of shoppers' codes those that do not work are counted (coupons' `try_code`).
    """
    known = coupons.look_up_kept([CouponId(each) for each in kept], market, customer, at)
    told: dict[UUID | str, Found | Failure] = {id: known[CouponId(id)] for id in kept if CouponId(id) in known}
    told.update(coupons.look_up(typed, market, customer, at) if typed else {})
    together = coupons.of_one_basket(told).items()
    tried = [_tried(each.tail or str(text).strip()[-4:], each) for text, each in together]
    return tuple({str(each.coupon or (each.tail, each.failure)): each for each in tried}.values())


def code_text(code: TriedCode, explained: Explained, *, exactly: bool) -> str:
    """Return in the reader's language what became of a code; `exactly` also why one does not work, for staff alone."""
    if code.failure is not None:
        return str(coupons.REASON_NAMES[code.failure]) if exactly else gettext("It does not work here.")
    if code.coupon in explained.quote.coupons_used:
        return gettext("It takes something off.")
    judged = next((each for each in explained.judged if each.rule == code.rule), None)
    if judged is None or judged.applied:
        return gettext("Another one of the same kind is used already.")
    return pricing.why_text(judged.verdict, explained.quote.items.currency)


def _tried(tail: str, told: Found | Failure) -> TriedCode:
    if isinstance(told, Failure):
        return TriedCode(tail, told.coupon, failure=told.reason)
    return TriedCode(tail, told.coupon, str(told.promotion))


def _charge(occasion: Occasion, listed: list[QuotedLine]) -> Money:
    before = quotes.priced(occasion, listed)
    return queries.delivery_charge(occasion.market.id, before, occasion.contact)
