"""Promises kept: of what was promised to shoppers how much was there in time, and which orders were not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.periods import Period, period_of
from oneshelf.ui import formats

MOST_SENT = 20_000
"""Of how many orders to be sent, the latest first, carriers are told apart; the page says when it stops there."""

MOST_BROKEN = 100
"""How many broken promises are listed, the latest first; the page says when there are more."""

_WAYS = (Method.COLLECT, Method.SHIP)
_BY = {"way": _("Way"), "place": _("Place"), "carrier": _("Carrier"), "week": _("Week")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the report speaks of. Without a `carrier` of all of them; '' is what none has taken yet."""

    period: Period
    places: tuple[PlaceId, ...]
    methods: tuple[Method, ...]
    carrier: str | None


@dataclass(slots=True)
class Tally:
    """How many promises were kept and broken, and how many are open."""

    kept: int = 0
    broken: int = 0
    open: int = 0

    def add(self, kept: int, broken: int, open: int) -> None:
        """Count so many more."""
        self.kept, self.broken, self.open = self.kept + kept, self.broken + broken, self.open + open

    @property
    def share(self) -> int | None:
        """How many of a hundred were kept, rounded down; None while none is decided."""
        decided = self.kept + self.broken
        return self.kept * 100 // decided if decided else None


@guards.staff_only("orders.view")
@never_cache
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Show what became of promises, by way, place, carrier or week, and list the broken ones."""
    desk = desk_of(request)
    mine = desk.places_for("orders.view")
    place = next((each for each in mine.values() if each.code == request.GET.get("place", "")), None)
    way, carrier = request.GET.get("way", ""), request.GET.get("carrier")
    by = request.GET.get("by", "way")
    by = by if by in _BY else "way"
    asked = Asked(
        period_of(request, desk),
        (place.id,) if place else tuple(mine),
        _methods(way, sent=by == "carrier" or carrier is not None),
        carrier,
    )
    query = asked.period.query | {"place": place.code if place else "", "way": way if way in _WAYS else "", "by": by}
    query |= {"carrier": carrier} if carrier is not None else {}
    groups, whole = _groups(desk, asked, by), Tally()
    for each in groups.tallies.values():
        whole.add(each.kept, each.broken, each.open)
    rows = [(_name(desk, by, key), key, tally) for key, tally in groups.tallies.items()]
    rows.sort(key=lambda row: row[1] if by == "week" else row[0], reverse=by == "week")
    broken = orders.promises_broken(
        desk.market.id,
        *(asked.period.since, asked.period.until),
        places=asked.places,
        methods=asked.methods,
        most=MOST_BROKEN + 1,
        among=groups.among,
    )
    return show(
        request,
        "promises/page",
        rows=[(name, f"?{urlencode(query | _narrowed(by, key))}", tally) for name, key, tally in rows],
        whole=whole,
        broken=[(each, desk.place(each.place), each.method == Method.SHIP) for each in broken[:MOST_BROKEN]],
        more=len(broken) > MOST_BROKEN,
        cut=groups.cut,
        most=MOST_SENT,
        by=by,
        by_words=_BY[by],
        tabs=[(words, f"?{urlencode(query | {'by': key})}", key == by) for key, words in _BY.items()],
        given=query,
        places=[("", _t("All")), *((each.code, each.name) for each in mine.values())],
        ways=[("", _t("All")), *((each.value, fulfilment.METHOD_NAMES[fulfilment.Method(each)]) for each in _WAYS)],
        carrier=carrier,
    )


@dataclass(frozen=True, slots=True)
class Groups:
    """Promises by what they are grouped by. `among` are the orders of one carrier, `cut` when others were left out."""

    tallies: dict[str, Tally]
    among: list[OrderId] | None = None
    cut: bool = False


def _methods(way: str, *, sent: bool) -> tuple[Method, ...]:
    """Return the ways that are asked for; parcels alone have carriers."""
    return (Method.SHIP,) if sent else tuple(each for each in _WAYS if each.value == way) or _WAYS


def _groups(desk: Desk, asked: Asked, by: str) -> Groups:
    if by == "carrier" or asked.carrier is not None:
        return _by_carrier(desk, asked)
    found: dict[str, Tally] = {}
    made = orders.promises_made(
        desk.market.id,
        *(asked.period.since, asked.period.until),
        places=asked.places,
        methods=asked.methods,
        zone=desk.market.time_zone,
    )
    for each in made:
        key = {"way": each.method, "place": desk.place(each.place).code, "week": each.week.isoformat()}[by]
        found.setdefault(key, Tally()).add(each.kept, each.broken, each.open)
    return Groups(found)


def _by_carrier(desk: Desk, asked: Asked) -> Groups:
    """An order that several carriers brought counts for each of them."""
    window = (asked.period.since, asked.period.until)
    sent = orders.promises_sent(desk.market.id, *window, places=asked.places, most=MOST_SENT + 1)
    carriers = fulfilment.carriers_of([each.order for each in sent[:MOST_SENT]])
    found: dict[str, Tally] = {}
    among = []
    for each in sent[:MOST_SENT]:
        for carrier in carriers.get(each.order, [""]):
            if asked.carrier in (None, carrier):
                among.append(each.order)
                found.setdefault(carrier, Tally()).add(each.kept is True, each.kept is False, each.kept is None)
    return Groups(found, among if asked.carrier is not None else None, len(sent) > MOST_SENT)


def _name(desk: Desk, by: str, key: str) -> str:
    if by == "place":
        return next((each.name for each in desk.own_places.values() if each.code == key), key)
    if by == "way":
        return str(fulfilment.METHOD_NAMES[fulfilment.Method(key)])
    if by == "week":
        return _t("From %(day)s") % {"day": formats.date_text(date.fromisoformat(key))}
    return key or _t("Not sent yet")


def _narrowed(by: str, key: str) -> dict[str, str]:
    """Return the parameters by which the report speaks of one of its rows alone."""
    if by == "week":
        return {"since": key, "until": (date.fromisoformat(key) + timedelta(days=6)).isoformat(), "by": "place"}
    return {by: key} | ({} if by == "carrier" else {"by": "week" if by == "place" else "place"})
