"""In what showings differ, and why: no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from oneshelf.modules.parity.types import Aspect, Difference, Reason, ReasonKind, Showing

Showings = Mapping[str, Showing]

BASE = "base"
"""The code of the list that all channels sell by unless another one stands over it."""


def differences(showings: Showings) -> tuple[Difference, ...]:
    """Return in what channels differ that show one article; none for fewer than two channels.

    An article that a channel does not list differs in nothing else there. An amount of goods is no difference as long
    as there are some in every channel, or in none.
    """
    if len(showings) < 2:
        return ()
    listed = {code: showing for code, showing in showings.items() if showing.price is not None}
    found = [
        _differing(Aspect.PRICE, showings, _price, _price_reasons),
        _differing(Aspect.PROMOTION, listed, lambda showing: showing.reduced, _promotion_reasons),
        _differing(Aspect.DELIVERY, listed, lambda showing: showing.delivery, _delivery_reasons),
        _availability(listed),
    ]
    return tuple(each for each in found if each is not None)


def payment_difference(methods: Mapping[str, Collection[str]]) -> Difference | None:
    """Return how channels differ in the methods by which people may pay there; None where they do not."""
    if len({frozenset(own) for own in methods.values()}) < 2:
        return None
    values = {code: ", ".join(sorted(own)) for code, own in sorted(methods.items())}
    own = {code: tuple(sorted(each)) for code, each in methods.items()}
    return Difference(Aspect.PAYMENT, values, tuple(_not_everywhere(own, ReasonKind.METHOD)))


def _differing(
    aspect: Aspect,
    showings: Showings,
    value: Callable[[Showing], int | str | None],
    reasons: Callable[[Showings], Iterator[Reason]],
) -> Difference | None:
    values = {code: value(showing) for code, showing in sorted(showings.items())}
    if len(set(values.values())) < 2:
        return None
    return Difference(aspect, values, tuple(reasons(showings)) or (Reason(ReasonKind.UNKNOWN),))


def _availability(showings: Showings) -> Difference | None:
    values: dict[str, int | str | None] = {code: showing.available for code, showing in sorted(showings.items())}
    if len({bool(value) for value in values.values()}) < 2:
        return None
    return Difference(
        Aspect.AVAILABILITY,
        values,
        tuple(Reason(ReasonKind.KEPT_BACK, code) for code, value in values.items() if not value),
    )


def _price(showing: Showing) -> int | str | None:
    if showing.price is None or showing.per == 1:
        return showing.price
    return f"{showing.price}/{showing.per}"


def _price_reasons(showings: Showings) -> Iterator[Reason]:
    lists = sorted({showing.price_list for showing in showings.values() if showing.price is not None})
    usual = BASE if BASE in lists else lists[0] if lists else BASE
    for code, showing in sorted(showings.items()):
        if showing.price is None:
            yield Reason(ReasonKind.NOT_LISTED, code)
        elif showing.price_list != usual:
            yield Reason(ReasonKind.PRICE_LIST, code, showing.price_list)


def _promotion_reasons(showings: Showings) -> Iterator[Reason]:
    yield from _not_everywhere({code: showing.promotions for code, showing in showings.items()}, ReasonKind.PROMOTION)
    yield from _price_reasons(showings)


def _delivery_reasons(showings: Showings) -> Iterator[Reason]:
    promotions = {code: showing.delivery_promotions for code, showing in showings.items()}
    yield from _not_everywhere(promotions, ReasonKind.PROMOTION)


def _not_everywhere(names: Mapping[str, tuple[str, ...]], kind: ReasonKind) -> Iterator[Reason]:
    """Give what some channels have and others do not, with the channels that have it."""
    everywhere = set.intersection(*(set(each) for each in names.values()))
    for code, own in sorted(names.items()):
        for name in own:
            if name not in everywhere:
                yield Reason(kind, code, name)
