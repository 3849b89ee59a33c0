"""Why a place can promise just so many: the figure of the shelf, step by step down to what a shopper sees."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice.desk import desk_of, show
from oneshelf.surfaces.backoffice.trust import trust_in


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def why(request: HttpRequest, place: str, variant: UUID) -> HttpResponse:
    """Explain what one channel may be promised of an article at a place, by a day if one is given."""
    desk = desk_of(request)
    at = places.place_by_code(desk.market.id, place)
    desk.actor.require("inventory.view", at.id)
    article = catalogue.snapshots([VariantId(variant)]).get(VariantId(variant))
    if article is None:
        raise NotFound(kind=_t("article"), value=str(variant))
    chosen = next((each for each in desk.channels.values() if each.code == request.GET.get("channel")), None)
    by, error = _day(request.GET.get("by", ""))
    return show(
        request,
        "stock/why",
        422 if error else 200,
        place=at,
        article=article,
        told=inventory.explain(desk.market.id, chosen.id if chosen else None, at.id, article.variant, by=by),
        chosen=chosen,
        channels=[("", _t("No channel in particular")), *((each.code, each.name) for each in desk.channels.values())],
        by=by.isoformat() if by else "",
        error=error,
        **trust_in(desk, at, article.variant),
        names={key: each.name for key, each in desk.channels.items()},
    )


def _day(text: str) -> tuple[date | None, str]:
    """Read a day, and say what is wrong with it."""
    if not text:
        return None, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, _t("Write a day like 2026-12-31.")
