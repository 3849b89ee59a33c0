"""Saying that many will ask for an article at once, and that it is over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST

from oneshelf.kernel import guards
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice.desk import Desk, desk_of

PERMISSION = "inventory.rules"


@guards.staff_only(PERMISSION)
@require_POST
def rush(request: HttpRequest, place: str, variant: UUID) -> HttpResponse:
    """Grant the holds of an article in groups from now on (`expected` is yes), or each by itself again, everywhere."""
    desk, article = desk_of(request), VariantId(variant)
    at = places.place_by_code(desk.market.id, place)
    if article not in catalogue.snapshots([article]):
        raise NotFound(kind=_t("article"), value=str(variant))
    desk.actor.require(PERMISSION)
    if request.POST.get("expected") == "yes":
        inventory.mark_hot(desk.market.id, article, actor=desk.actor)
        messages.success(request, _t("Ready for a rush: whoever comes first is served first, in groups."))
    else:
        inventory.mark_calm(desk.market.id, article, actor=desk.actor)
        messages.success(request, _t("The rush is over."))
    return HttpResponseRedirect(reverse("backoffice:level", args=[at.code, variant]))


def rush_of(desk: Desk, variant: VariantId) -> dict[str, object]:
    """Return what a page shows of the rush for an article, and whether whoever looks may decide about it."""
    return {"is_hot": inventory.is_hot(desk.market.id, variant), "may_expect": desk.actor.may(PERMISSION)}
