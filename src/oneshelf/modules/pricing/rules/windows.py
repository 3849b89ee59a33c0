"""How the windows of one variant in one list make room for another, and close behind one that is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from oneshelf.kernel.ids import new_id
from oneshelf.modules.pricing.errors import BadWindow, PriceInThePast, PriceWindowTaken
from oneshelf.modules.pricing.types import Piece, PriceId, Replanning, Window

BACKDATING = timedelta(minutes=1)
"""How far back a change of price may begin, so that a form that was sent a moment ago still counts."""


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
    taken = in_the_way(touched, new.starts, new.ends, now)
    if taken is not None:
        raise _taken(taken)
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


def in_the_way(windows: Sequence[Window], starts: datetime, ends: datetime | None, now: datetime) -> Window | None:
    """Return a planned window that a price from `starts` until `ends` would have to displace, which it may not."""
    for window in windows:
        overlaps = (ends is None or window.starts < ends) and (window.ends is None or starts < window.ends)
        if overlaps and not window.resumed and (window.starts > now or window.starts > starts):
            return window
    return None


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


def cut_short(windows: Sequence[Window], begun: Window, now: datetime) -> Replanning:
    """Return how a window that holds ends `now`: what it took the place of comes back, as far as that is to come."""
    assert begun.starts < now, "what has not begun is taken out"
    assert begun.ends is None or now < begun.ends, "what is over was charged"
    after = next((window for window in windows if begun.ends is not None and window.starts == begun.ends), None)
    removed: list[Window] = []
    added = _joined(
        [
            Window(PriceId(new_id()), max(piece.starts, now), piece.ends, piece.amount, piece.per, resumed=True)
            for piece in begun.displaced
            if piece.ends is None or piece.ends > now
        ]
    )
    if added and after and after.resumed and added[-1].ends == after.starts and _same_price(added[-1], after):
        removed.append(after)
        added[-1] = replace(added[-1], ends=after.ends)
    return Replanning(tuple(removed), (replace(begun, ends=now),), tuple(added))


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
