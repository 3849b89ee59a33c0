"""Offer a carrier's service in a market, and set how places work."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.delivery import models
from oneshelf.modules.delivery.types import Rate, Service, ServiceId, ServiceKind, Zone
from oneshelf.modules.markets.public import MarketId

STANDARD = "standard"
"""The code of the service that stands for a market's one delivery rate."""


def open_service(market: MarketId, service: Service, *, actor: Actor) -> ServiceId:
    """Offer `service` with its zones, days off and hours. Raises ServiceCodeTaken. Joins the caller's transaction."""
    with refusals(), transaction.atomic():
        row = models.Service.objects.create(
            id=service.id,
            market_id=market,
            code=service.code,
            carrier=service.carrier,
            kind=service.kind.value,
            transit_min=service.transit_min,
            transit_max=service.transit_max,
            weekdays=list(service.weekdays),
            cut_off=service.cut_off,
            delivers_until=service.delivers_until,
        )
        models.Zone.objects.bulk_create(_zones(service.id, service.zones))
        models.Holiday.objects.bulk_create(models.Holiday(service=row, day=day) for day in sorted(service.holidays))
        models.CutOff.objects.bulk_create(
            models.CutOff(service=row, place_id=place, at=at) for place, at in service.cut_offs.items()
        )
        trail.record(
            "delivery.service_opened", trail.Subject("service", row.id), actor=actor, details={"code": row.code}
        )
    return ServiceId(row.id)


@transaction.atomic
def set_standard_service(
    market: MarketId, *, carrier: str, amount: int, free_from: int | None, actor: Actor
) -> ServiceId:
    """Offer one service for the whole market at one rate, or change its rate: what `amount` and `free_from` said.

    Twice is once. A parcel of it costs what a market with one delivery rate charges, whatever it weighs.
    Joins the caller's transaction.
    """
    rate = Rate(amount, 0, free_from, own_base=amount)
    row = models.Service.objects.filter(market=market, code=STANDARD).first()
    if row is None:
        everywhere = Zone(STANDARD, rate)
        new = Service(ServiceId(new_id()), STANDARD, carrier, ServiceKind.PARCEL, 1, 3, (everywhere,))
        return open_service(market, new, actor=actor)
    models.Zone.objects.filter(service=row, name=STANDARD).update(base=amount, free_from=free_from)
    return ServiceId(row.id)


def _zones(service: ServiceId, zones: Sequence[Zone]) -> list[models.Zone]:
    return [
        models.Zone(
            service_id=service,
            position=at,
            name=zone.name,
            country=zone.country,
            prefixes=list(zone.prefixes),
            within_m=zone.within_m,
            base=zone.rate.base,
            per_kg=zone.rate.per_kg,
            free_from=zone.rate.free_from,
            own_base=zone.rate.own_base,
            own_per_kg=zone.rate.own_per_kg,
            extra_days=zone.extra_days,
        )
        for at, zone in enumerate(zones, start=1)
    ]
