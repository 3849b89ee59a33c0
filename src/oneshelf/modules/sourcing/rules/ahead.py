"""Getting what is not there yet: ways that wait for goods that are sold ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.public import AheadOffer
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.rules.parcels import delivered, region_of
from oneshelf.modules.sourcing.rules.ways import collect, with_held
from oneshelf.modules.sourcing.types import Basket, NotPossible, OrderLine, PlaceFacts, Situation, Way, WayKind


def with_ahead(situation: Situation, basket: Basket, ways: Iterable[Way], offers: Sequence[AheadOffer]) -> list[Way]:
    """Put ways that wait for goods in the place of those that lack goods, where these are offered ahead."""
    found: list[Way] = []
    sent: list[Way] = []
    for way in ways:
        short = way.reason is NotPossible.OUT_OF_STOCK
        if short and way.kind is WayKind.COLLECT and way.place:
            found.append(_collected(situation, situation.network.facts[way.place], offers) or way)
        elif short and way.place is None:
            sent = sent or _delivered(situation, basket, offers) or [way]
        else:
            found.append(way)
    return found + sent


def _collected(situation: Situation, facts: PlaceFacts, offers: Iterable[AheadOffer]) -> Way | None:
    """Collect in a store that lacks something, as soon as that has come in there; None when not all of it does."""
    here = [each for each in offers if each.place == facts.place.id]
    later = _later(situation, here, {facts.place.id}, facts.place.time_zone)
    if later is None:
        return None
    way = collect(later[0], facts)
    return _waiting(way, later[1]) if way.possible else None


def _delivered(situation: Situation, basket: Basket, offers: Iterable[AheadOffer]) -> list[Way]:
    """Deliver what no place has, as soon as it has come in where it is sold ahead; nothing when not all of it does."""
    facts = situation.network.facts
    sending = [each for each in offers if each.place in facts and facts[each.place].place.ships]
    later = _later(situation, soonest(sending), set(situation.units), situation.network.time_zone)
    if later is None:
        return []
    return [_waiting(way, later[1]) for way in delivered(later[0], basket, region_of(situation)) if way.possible]


def soonest(offers: Sequence[AheadOffer]) -> list[AheadOffer]:
    """Return of each variant the offers by which it comes first."""
    first: dict[VariantId, date] = {}
    for each in offers:
        first[each.variant] = min(each.expected_on, first.get(each.variant, each.expected_on))
    return [each for each in offers if each.expected_on == first[each.variant]]


def wanted_units(lines: Iterable[OrderLine]) -> Counter[VariantId]:
    """Return how many units of each of the goods lines need in all."""
    wanted: Counter[VariantId] = Counter()
    for line in lines:
        wanted[line.variant] += line.quantity
    return wanted


def _later(
    situation: Situation, offers: Sequence[AheadOffer], at_places: set[PlaceId], zone: str
) -> tuple[Situation, AheadOffer] | None:
    """Return the situation on the day on which all that `at_places` lack has come in, and what comes last."""
    there: Counter[VariantId] = Counter()
    for place in at_places:
        have = dict(zip((line.variant for line in situation.lines), situation.units.get(place, ()), strict=False))
        there.update(have)
    lacking = {variant for variant, units in wanted_units(situation.lines).items() if units > there[variant]}
    coming = [each for each in offers if each.variant in lacking]
    if not lacking or lacking - {each.variant for each in coming}:
        return None
    last = max(coming, key=lambda each: each.expected_on)
    held = {(each.place, each.variant): each.units for each in coming}
    begins = datetime.combine(last.expected_on, time(), ZoneInfo(zone)).astimezone(UTC)
    return replace(with_held(situation, held), at=begins), last


def _waiting(way: Way, last: AheadOffer) -> Way:
    return replace(way, expected_on=last.expected_on, ahead=last.kind)
