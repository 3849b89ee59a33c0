"""Stores: the finder, a page for each, and which one is mine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.places import public as places
from oneshelf.surfaces.storefront.cards import Card, cards_of
from oneshelf.surfaces.storefront.pages import back, kindly, show
from oneshelf.surfaces.storefront.visits import MY_STORE, MY_STORE_FOR_S, Visit, visit_of
from oneshelf.ui.formats import active_locale

MOST_SHOWN = 24
"""How many stores the finder shows."""

_A_WEEK = timedelta(days=7)

FOUND_IN_STORE = 12
"""How many products a search of a store's shelf shows."""


@dataclass(frozen=True, slots=True)
class Today:
    """Whether a store is open now, and when that changes; None and None for one that never closes, or has no hours."""

    place: places.Place
    hours: places.Hours
    open_until: datetime | None
    opens_at: datetime | None
    distance_m: int | None = None
    never_closes: bool = False


def today_at(place: places.Place) -> Today:
    """Return whether `place` is open now."""
    return todays([place])[0]


def todays(shown: list[places.Place], distances: dict[places.PlaceId, int] | None = None) -> list[Today]:
    """Return whether each of the places is open now, in three queries."""
    now, hours = clock.now(), places.hours_of(place.id for place in shown)
    found = []
    for place in shown:
        closes = _closes(hours[place.id], now)
        opens = None if closes else places.next_opening(hours[place.id], now)
        distance = (distances or {}).get(place.id)
        never = closes is not None and closes > now + _A_WEEK
        found.append(Today(place, hours[place.id], None if never else closes, opens, distance, never))
    return found


def _closes(hours: places.Hours, now: datetime) -> datetime | None:
    """Return when a place that is open now closes, looking a week ahead: a day may end where the next one begins."""
    closes, window = None, places.open_window(hours, now)
    while window and window.opens <= now + _A_WEEK:
        closes = window.closes
        window = places.open_window(hours, closes)
    return closes


@dataclass(frozen=True, slots=True)
class Day:
    """One of the next seven days on a store's own calendar: when it is open, or why it is not."""

    weekday: str
    openings: tuple[tuple[str, str], ...]
    all_day: bool
    closure: str | None


def week_of(hours: places.Hours) -> list[Day]:
    """Return the next seven days, today first."""
    today = clock.now().astimezone(ZoneInfo(hours.time_zone)).date()
    closures = {closure.day: closure.reason for closure in hours.closures}
    days = []
    for day in (today + timedelta(days=offset) for offset in range(7)):
        openings = tuple(
            (_clock(each.opens), _clock(each.closes)) for each in hours.week if each.weekday == day.weekday()
        )
        all_day = any(each.weekday == day.weekday() and each.opens == each.closes for each in hours.week)
        weekday = str(format_date(day, "EEEE", locale=active_locale()))
        days.append(Day(weekday, () if day in closures else openings, all_day, closures.get(day)))
    return days


def _clock(at: time) -> str:
    return str(format_time(at, "short", locale=active_locale()))


@kindly
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Show stores by what was typed, by where the browser is, or around my store."""
    visit = visit_of(request)
    text, here = request.GET.get("q", "").strip(), _position(request)
    nearby = [] if text else _nearby(visit, here)
    if nearby:
        distances = {each.place.id: each.distance_m for each in nearby}
        found = todays([each.place for each in nearby], distances)
    else:
        found = todays(places.search_places(visit.market.id, text, most=MOST_SHOWN))
    return show(request, "stores/finder", text=text, found=found, is_near_me=here is not None)


@kindly
@require_safe
def store(request: HttpRequest, code: str) -> HttpResponse:
    """Show one store: where it is, when it is open, what it does, and what is on its shelf."""
    visit = visit_of(request)
    place = places.place_by_code(visit.market.id, code)
    if place.kind not in places.VISITED_KINDS or place.archived:
        raise places.UnknownPlace(place=code)
    text = request.GET.get("q", "").strip()
    today = today_at(place)
    return show(
        request,
        "stores/store",
        today=today,
        week=week_of(today.hours),
        text=text,
        cards=_on_the_shelf(visit, place, text) if text else None,
    )


@kindly
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Make a store mine, in this browser."""
    place = places.place_by_code(visit_of(request).market.id, request.POST.get("store", ""))
    messages.success(request, _("%(store)s is your store now.") % {"store": place.name})
    answer = back(request, "storefront:home")
    answer.set_cookie(
        MY_STORE, place.code, max_age=MY_STORE_FOR_S, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return answer


def _position(request: HttpRequest) -> places.Position | None:
    try:
        return places.Position(float(request.GET["lat"]), float(request.GET["lon"]))
    except (KeyError, ValueError):
        return None


def _nearby(visit: Visit, here: places.Position | None) -> list[places.NearbyPlace]:
    """Return the stores around the browser, or around my store."""
    centre = here or (visit.store.position if visit.store else None)
    return places.nearest_places(visit.market.id, centre, most=MOST_SHOWN) if centre else []


def _on_the_shelf(visit: Visit, place: places.Place, text: str) -> list[Card]:
    """Return what answers to `text`, with what this store has of it, what is there first."""
    hits = catalogue.quick_search(text, limit=FOUND_IN_STORE).hits
    cards = cards_of(visit, hits, place)
    return sorted(cards, key=lambda card: not card.available)
