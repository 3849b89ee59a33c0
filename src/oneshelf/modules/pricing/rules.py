"""Decisions about prices: no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing.errors import (
    BadPrice,
    BadQuantity,
    BadWindow,
    NoPrice,
    PriceInThePast,
    PriceWindowTaken,
    WrongCurrency,
)
from oneshelf.modules.pricing.types import (
    BasketLine,
    Piece,
    Price,
    PricedLine,
    PriceId,
    Quote,
    Replanning,
    Window,
)

MOST_UNITS = 10**9
"""The most smallest sale units on one line of a basket."""

HIGHEST_AMOUNT = 10**12
"""The highest price, in minor units."""

BACKDATING = timedelta(minutes=1)
"""How far back a change of price may begin, so that a form that was sent a moment ago still counts."""


def price_basket(lines: Sequence[BasketLine], prices: Mapping[VariantId, Price], currency: str) -> Quote:
    """Return what `lines` come to at `prices`, without delivery and added tax.

    Lines of the same variant become one, so that neither their order nor their splitting changes a cent; each
    is rounded once. Raises BadQuantity, NoPrice, and WrongCurrency when a price is in another currency.
    """
    quantities: dict[VariantId, int] = {}
    for line in lines:
        if not 1 <= line.quantity <= MOST_UNITS:
            raise BadQuantity(value=line.quantity, most=MOST_UNITS)
        quantities[line.variant] = quantities.get(line.variant, 0) + line.quantity
    priced = tuple(_priced(variant, quantity, prices, currency) for variant, quantity in quantities.items())
    items = sum((line.amount for line in priced), Money.zero(currency))
    nothing = Money.zero(currency)
    return Quote(lines=priced, currency=currency, items=items, delivery=nothing, tax=nothing, total=items)


def _priced(variant: VariantId, quantity: int, prices: Mapping[VariantId, Price], currency: str) -> PricedLine:
    price = prices.get(variant)
    if price is None:
        raise NoPrice(variant=str(variant))
    if price.unit_price.currency != currency:
        raise WrongCurrency(value=price.unit_price.currency, wanted=currency)
    return PricedLine(variant, quantity, price.unit_price, price.unit_price.times(quantity))


def check_price(price: UnitPrice, currency: str) -> None:
    """Raise WrongCurrency or BadPrice unless `price` can stand in a list of `currency`."""
    if price.currency != currency:
        raise WrongCurrency(value=price.currency, wanted=currency)
    if not (0 <= price.minor <= HIGHEST_AMOUNT and 1 <= price.per <= MOST_UNITS):
        raise BadPrice(amount=Money(price.minor, price.currency), per=price.per)


def put_in(windows: Sequence[Window], new: Window, now: datetime) -> Replanning:
    """Return how `new` finds its place among the `windows` of a variant.

    What holds at its beginning ends there, and goes on after its end if it would have. A window that is planned,
    that is, begins after `now` and does not merely resume an earlier price, gives way to nothing: PriceWindowTaken.
    Raises BadWindow for an end that is not after the beginning, PriceInThePast where it would rewrite what has
    been charged. Nothing is done where the same price holds all that time already.
    """
    if new.ends is not None and new.ends <= new.starts:
        raise BadWindow(starts=new.starts.isoformat(), ends=new.ends.isoformat())
    touched = [window for window in windows if _overlap(window, new)]
    if touched and new.starts < now - BACKDATING:
        raise PriceInThePast(starts=new.starts.isoformat())
    if len(touched) == 1 and _covers(touched[0], new) and _same_price(touched[0], new):
        return Replanning((), (), ())
    for window in touched:
        begins_later = window.starts > new.starts
        if not window.resumed and (window.starts > now or begins_later):
            raise _taken(window)
    removed, resized, added = [], [], [replace(new, displaced=_pieces_within(touched, new))]
    for window in touched:
        before, after = window.starts < new.starts, _ends_after(window, new)
        if before:
            resized.append(replace(window, ends=new.starts))
        if after and before:
            added.append(replace(window, id=PriceId(new_id()), starts=_end(new), resumed=True, displaced=()))
        elif after:
            resized.append(replace(window, starts=_end(new), resumed=True, displaced=()))
        if not before and not after:
            removed.append(window)
    return Replanning(tuple(removed), tuple(resized), tuple(added))


def take_out(windows: Sequence[Window], planned: Window) -> Replanning:
    """Return how the planned window goes away: what it took the place of comes back, joined to equal neighbours."""
    before = next((window for window in windows if window.ends == planned.starts), None)
    after = next((window for window in windows if planned.ends is not None and window.starts == planned.ends), None)
    removed, resized = [planned], []
    pieces = [
        Window(PriceId(new_id()), piece.starts, piece.ends, piece.amount, piece.per, resumed=True)
        for piece in planned.displaced
    ]
    added = _joined(pieces)
    if added and after and after.resumed and added[-1].ends == after.starts and _same_price(added[-1], after):
        removed.append(after)
        added[-1] = replace(added[-1], ends=after.ends)
    if added and before and before.ends == added[0].starts and _same_price(before, added[0]):
        resized.append(replace(before, ends=added.pop(0).ends))
    return Replanning(tuple(removed), tuple(resized), tuple(added))


def _joined(windows: Sequence[Window]) -> list[Window]:
    joined: list[Window] = []
    for window in windows:
        if joined and joined[-1].ends == window.starts and _same_price(joined[-1], window):
            joined[-1] = replace(joined[-1], ends=window.ends)
        else:
            joined.append(window)
    return joined


def _pieces_within(windows: Sequence[Window], new: Window) -> tuple[Piece, ...]:
    return tuple(
        Piece(max(window.starts, new.starts), _earlier(window.ends, new.ends), window.amount, window.per)
        for window in sorted(windows, key=lambda window: window.starts)
    )


def _overlap(one: Window, other: Window) -> bool:
    return (other.ends is None or one.starts < other.ends) and (one.ends is None or other.starts < one.ends)


def _covers(outer: Window, inner: Window) -> bool:
    return outer.starts <= inner.starts and (
        outer.ends is None or (inner.ends is not None and inner.ends <= outer.ends)
    )


def _same_price(one: Window, other: Window) -> bool:
    return (one.amount, one.per) == (other.amount, other.per)


def _ends_after(window: Window, new: Window) -> bool:
    return new.ends is not None and (window.ends is None or window.ends > new.ends)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((end for end in (one, other) if end is not None), default=None)


def _end(window: Window) -> datetime:
    assert window.ends is not None, "only a window with an end has something after it"
    return window.ends


def _taken(window: Window) -> PriceWindowTaken:
    return PriceWindowTaken(
        price=str(window.id),
        amount=window.amount,
        starts=window.starts.isoformat(),
        ends=window.ends.isoformat() if window.ends else "",
    )
