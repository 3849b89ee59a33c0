"""How far a level may be trusted, and making a rule of the buffer that this suggests."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Confidence
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.backoffice.desk import Desk, desk_of

PERMISSION = "inventory.rules"


@guards.staff_only(PERMISSION)
@require_POST
def accept(request: HttpRequest, place: str, variant: UUID) -> HttpResponse:
    """Keep back what was suggested when the page was shown."""
    desk = desk_of(request)
    at = places.place_by_code(desk.market.id, place)
    desk.actor.require(PERMISSION, at.id)
    article = VariantId(variant)
    if article not in catalogue.snapshots([article]):
        raise NotFound(kind=_t("article"), value=str(variant))
    sent = request.POST.get("units", "")[:12]
    units = int(sent) if sent.isdecimal() else 0
    if units == 0:
        messages.error(request, _t("Nothing was suggested. Look at the page again."))
        return HttpResponseRedirect(reverse("backoffice:why", args=[place, variant]))
    try:
        inventory.accept_suggestion(
            desk.market.id, at.id, article, units, actor=desk.actor, note=_t("Suggested by counts and sales")
        )
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
    else:
        messages.success(request, _t("The suggested buffer holds from now on."))
    return HttpResponseRedirect(reverse("backoffice:why", args=[place, variant]))


def share(known: Confidence) -> Decimal:
    """Return a score as a share of one."""
    return Decimal(known.score) / 100


def trust_in(desk: Desk, at: Place, variant: VariantId) -> dict[str, object]:
    """Return what a page shows of the trust in a level, and whether whoever looks may act on it."""
    known = inventory.confidence(desk.market.id, [(at.id, variant)]).get((at.id, variant))
    kept = any(
        (rule.place, rule.variant, rule.channel) == (at.id, variant, None) and known and rule.units == known.suggested
        for rule in inventory.list_rules(desk.market.id)
    )
    suggests = known is not None and known.suggested > 0
    sure = share(known) if known else None
    return {
        "known": known,
        "sure": sure,
        "kept": suggests and kept,
        "may_accept": suggests and desk.actor.may(PERMISSION, at.id),
    }
