"""What every page of the back office stands on: the market, its places and channels, and who is looking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oneshelf.kernel import clock, guards
from oneshelf.kernel.actors import Actor, names_of
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.backoffice import navigation
from oneshelf.surfaces.backoffice.errors import NoMarketYet

CATEGORY_LEVELS = 3
"""How deep the categories are that a rule can name."""

OWN_KINDS = (places.PlaceKind.STORE, places.PlaceKind.WAREHOUSE, places.PlaceKind.QUARANTINE)
"""Places of the retailer's own whose stock is counted and corrected."""


class Desk:
    """Everything is read when it is first asked for, and once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def actor(self) -> Actor:
        """Who is looking."""
        return guards.actor_of(self._request)

    @cached_property
    def name(self) -> str:
        """How whoever is looking is called."""
        return names_of(self.actor.kind, [self.actor.id]).get(self.actor.id, "") if self.actor.id else ""

    @cached_property
    def market(self) -> markets.Market:
        """The retailer's first market. Raises NoMarketYet."""
        for market in markets.list_markets():
            return market
        raise NoMarketYet

    @cached_property
    def zone(self) -> ZoneInfo:
        """The market's time zone: its days begin and end there."""
        return ZoneInfo(self.market.time_zone)

    @property
    def today(self) -> date:
        """The day that it is in the market."""
        return clock.now().astimezone(self.zone).date()

    @cached_property
    def channels(self) -> dict[markets.ChannelId, markets.Channel]:
        """The market's channels."""
        return {channel.id: channel for channel in markets.list_channels(self.market.id)}

    @cached_property
    def own_places(self) -> dict[PlaceId, places.Place]:
        """The places of the retailer's own, by code."""
        return {place.id: place for place in places.list_places(self.market.id, OWN_KINDS)}

    def place(self, place: PlaceId) -> places.Place:
        """Return a place that something names: it may have been archived since, or be none of the retailer's own."""
        return self.own_places.get(place) or places.get_place(place)

    @cached_property
    def categories(self) -> tuple[catalogue.CategoryView, ...]:
        """The categories that a rule can name."""
        return catalogue.category_tree(CATEGORY_LEVELS)

    @cached_property
    def named_categories(self) -> list[tuple[catalogue.CategoryView, str]]:
        """The categories that a rule can name, each behind its parent, as `category_text` writes them."""
        names = dict[catalogue.CategoryId, tuple[str, ...]]()
        for each in self.categories:
            names[each.id] = (*(names[each.parent] if each.parent else ()), each.name)
        return [(each, category_text(names[each.id])) for each in self.categories]

    def places_for(self, permission: str) -> dict[PlaceId, places.Place]:
        """Return the retailer's own places at which the actor may use `permission`."""
        return {key: place for key, place in self.own_places.items() if self.actor.may(permission, key)}

    def narrowed_to(self, permission: str) -> list[PlaceId] | None:
        """Return the only places of which the actor may see orders; None when it is all of them."""
        seen = self.actor.places_for(permission)
        return [PlaceId(place) for place in seen] if seen is not None else None

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """Return the instants at which `day` begins and ends in the market."""
        following = day + timedelta(days=1)
        return datetime.combine(day, time(), self.zone), datetime.combine(following, time(), self.zone)


def category_text(names: Iterable[str]) -> str:
    """Return what a category is called, behind all above it: many have a name that others have elsewhere too."""
    return " › ".join(names)


def desk_of(request: HttpRequest) -> Desk:
    """Return the desk at which `request` was made."""
    if not hasattr(request, "desk"):
        request.desk = Desk(request)  # type: ignore[attr-defined]  # kept with the request
    return cast(Desk, request.desk)  # type: ignore[attr-defined]  # kept with the request


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of the back office."""
    ways = navigation.groups(request)
    shared = {"desk": desk_of(request), "navigation": ways, "here": navigation.nearest(ways, request.path)}
    return render(request, f"backoffice/{template}.html", shared | context, status=status)
