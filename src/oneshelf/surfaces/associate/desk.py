"""Where somebody works, and what they may do there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from oneshelf.kernel import guards, tickets
from oneshelf.kernel.actors import Actor
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId, PlaceKind

WORK_KINDS = frozenset({PlaceKind.STORE, PlaceKind.WAREHOUSE, PlaceKind.PICKUP_POINT})
"""The kinds of places at which goods are picked and handed over."""

_CHOSEN = "associate_place"


@dataclass(frozen=True, slots=True)
class Desk:
    """A place, and what the person of the request may do there; templates ask it which buttons to show."""

    place: Place
    actor: Actor

    def has(self, consignment: Consignment) -> bool:
        """Whether a consignment lies here, or is on the road here."""
        return self.place.id in (consignment.place, consignment.desk if consignment.is_on_the_road else None)

    @property
    def sees_work(self) -> bool:
        """Whether the queue is theirs to see."""
        return self.actor.may("fulfilment.view", self.place.id)

    @property
    def picks(self) -> bool:
        """Whether they may pick, pack and make ready."""
        return self.actor.may("fulfilment.pick", self.place.id)

    @property
    def hands_over(self) -> bool:
        """Whether they may give goods to customers."""
        return self.actor.may("fulfilment.hand_over", self.place.id)

    @property
    def ships(self) -> bool:
        """Whether they may give parcels to carriers."""
        return self.actor.may("fulfilment.ship", self.place.id)

    @property
    def unlocks(self) -> bool:
        """Whether they may unlock a collection after wrong PINs."""
        return self.actor.may("fulfilment.unlock", self.place.id)

    @property
    def cancels(self) -> bool:
        """Whether they may cancel an order."""
        return self.actor.may("orders.cancel", self.place.id)

    @property
    def sees_supply(self) -> bool:
        """Whether they may look at what comes and goes between places."""
        return self.actor.may("supply.view", self.place.id)

    @property
    def receives(self) -> bool:
        """Whether they may take in deliveries and transfers."""
        return self.actor.may("supply.receive", self.place.id)

    @property
    def sends(self) -> bool:
        """Whether they may send goods to another place."""
        return self.actor.may("supply.transfer", self.place.id)

    @property
    def counts(self) -> bool:
        """Whether they may count."""
        return self.actor.may("counts.count", self.place.id)

    @property
    def serves(self) -> bool:
        """Whether they may take customers' baskets in hand."""
        return self.actor.may("carts.serve", self.place.id)

    @property
    def sees_stock(self) -> bool:
        """Whether they may look at stock."""
        return self.actor.may("inventory.view", self.place.id)

    @property
    def adjusts(self) -> bool:
        """Whether they may correct stock."""
        return self.actor.may("inventory.adjust", self.place.id)


def at_place(request: HttpRequest, place: UUID, permission: str) -> Desk:
    """Return the desk at `place`. Raises NotAllowed without `permission` there, UnknownPlace when there is none."""
    actor = guards.actor_of(request)
    actor.require(permission, at=place)
    return Desk(places.get_place(PlaceId(place)), actor)


def at_consignment(request: HttpRequest, consignment: UUID, permission: str) -> tuple[Desk, Consignment]:
    """Return a consignment and the desk at its place, of what is on the road the one that it comes to.

    Raises NotFound, and NotAllowed without `permission` there.
    """
    found = fulfilment.get_consignment(ConsignmentId(consignment))
    return at_place(request, found.desk if found.is_on_the_road else found.place, permission), found


def ticket(desk: Desk) -> JsonResponse:
    """Answer with the address at which a page hears what happens at the place, good for a minute."""
    signed = tickets.issue([f"place:{desk.place.id}"], desk.actor)
    return JsonResponse({"url": f"{settings.LIVE_URL}/live/?ticket={signed}"})


def workplaces(actor: Actor) -> list[Place]:
    """Return the places whose work the actor may see, by name."""
    allowed = actor.places_for("fulfilment.view")
    found: Iterable[Place]
    if allowed is None:
        found = [place for market in markets.list_markets() for place in places.list_places(market.id, WORK_KINDS)]
    else:
        found = places.places_by_id(PlaceId(place) for place in allowed).values()
    return sorted((each for each in found if each.kind in WORK_KINDS and not each.archived), key=lambda each: each.name)


def choose(request: HttpRequest, place: PlaceId) -> None:
    """Remember where the person works, for the next time they open the app."""
    if request.session.get(_CHOSEN) != str(place):
        request.session[_CHOSEN] = str(place)


def chosen(request: HttpRequest) -> str:
    """Return the id of the place that was chosen last, or nothing."""
    return str(request.session.get(_CHOSEN, ""))
