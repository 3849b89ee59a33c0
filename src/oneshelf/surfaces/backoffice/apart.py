"""What expires soon at a place, what is kept apart there, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid, NotFound, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Act, ApartReason, Condition, Expiring, Part
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show

C = TypeVar("C", Act, ApartReason, Condition)

SOON = timedelta(days=7)
"""How long before its last day of sale a lot is listed."""

FORM_FOR_S = 24 * 60 * 60
"""How long a form that was shown can be sent, in seconds."""

_SALT = "oneshelf.backoffice.inspection"

CONDITIONS = {
    Condition.NEW: _("As new"),
    Condition.OPENED: _("Opened"),
    Condition.USED: _("Was used"),
    Condition.DAMAGED: _("Damaged"),
}
REASONS = {
    ApartReason.DAMAGED: _("Damaged"),
    ApartReason.EXPIRED: _("Past its date"),
    ApartReason.RETURNED: _("Came back from a customer"),
    ApartReason.RECALLED: _("Recalled by its maker"),
    ApartReason.SUSPECT: _("To be looked at"),
}
_ACTS = {
    Act.TO_SHELF: _("Back to the shelf"),
    Act.TO_LOSS: _("Write off"),
    Act.TO_SUPPLIER: _("Back to the supplier"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Units of an article, of one lot where it is known."""

    article: VariantSnapshot
    part: Part | Expiring
    condition: str = ""
    over: bool = False
    form: str = ""


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def apart(request: HttpRequest, place: str) -> HttpResponse:
    """List what expires soon and what is kept apart."""
    desk, at = _at(request, place, "inventory.view")
    return _show(request, desk, at)


@guards.staff_only("inventory.quarantine")
@require_POST
def keep_apart(request: HttpRequest, place: str, variant: UUID) -> HttpResponse:
    """Take units of an article out of what the place sells."""
    desk, at = _at(request, place, "inventory.quarantine")
    article, code = _article(variant), request.POST.get("lot", "").strip()
    try:
        quantity, inspection = _quantity(request, article), _form(request)
        inventory.keep_apart(
            *(desk.market.id, at.id, article.variant, quantity),
            reason=_chosen(ApartReason, request, "reason"),
            condition=_chosen(Condition, request, "condition"),
            actor=desk.actor,
            lot=code,
            serial=any(each.serial for each in lots.find_lots(desk.market.id, [article.variant], code)),
            inspection=inspection,
        )
    except Refusal as refusal:
        return _show(request, desk, at, refusal)
    messages.success(request, _t("The goods are kept apart."))
    return HttpResponseRedirect(resolve_url("backoffice:apart", at.code))


@guards.staff_only("inventory.quarantine")
@require_POST
def settle(request: HttpRequest, place: str, variant: UUID) -> HttpResponse:
    """Grade units that are kept apart, or let them go."""
    desk, at = _at(request, place, "inventory.quarantine")
    article, act = _article(variant), request.POST.get("act", "")
    try:
        quantity, inspection = _quantity(request, article), _form(request)
        part = _part(desk, at, article, request)
        if act in set(Condition):
            inventory.grade(desk.market.id, part, quantity, Condition(act), actor=desk.actor, inspection=inspection)
        else:
            chosen = _chosen(Act, request, "act", _ACTS.keys())
            inventory.let_go(desk.market.id, part, quantity, chosen, actor=desk.actor, inspection=inspection)
    except Refusal as refusal:
        return _show(request, desk, at, refusal)
    messages.success(request, _t("It is written down, and the stock follows."))
    return HttpResponseRedirect(resolve_url("backoffice:apart", at.code))


def _show(request: HttpRequest, desk: Desk, at: Place, refusal: Refusal | None = None) -> HttpResponse:
    now = clock.now()
    soon = lots.expiring(desk.market.id, [at.id], until=now + SOON)
    kept = lots.parts_at(desk.market.id, _quarantine(at))
    known = catalogue.snapshots(sorted({each.variant for each in soon} | {each.variant for each in kept}))
    return show(
        request,
        "stock/apart",
        refusal.status if refusal else 200,
        place=at,
        soon=[Row(known[each.variant], each, over=each.sell_until <= now) for each in soon if each.variant in known],
        kept=[
            Row(known[each.variant], each, condition=str(CONDITIONS[each.condition]), form=new_form())
            for each in kept
            if each.variant in known
        ],
        may_settle=desk.actor.may("inventory.quarantine", at.id),
        acts=[
            *((act.value, words) for act, words in _ACTS.items()),
            *((each.value, _t("Grade: %(condition)s") % {"condition": words}) for each, words in CONDITIONS.items()),
        ],
        refused=sentences.describe(refusal) if refusal else None,
    )


def new_form() -> str:
    """Return what names one showing of a form, so that sending it twice counts once."""
    return signing.dumps(str(new_id()), salt=_SALT)


def _form(request: HttpRequest) -> UUID:
    try:
        return UUID(signing.loads(request.POST.get("form", ""), salt=_SALT, max_age=FORM_FOR_S))
    except signing.BadSignature:
        raise Invalid(name=_t("This page"), value="", cure=_t("It is too old. Load it again.")) from None


def _at(request: HttpRequest, code: str, permission: str) -> tuple[Desk, Place]:
    desk = desk_of(request)
    at = places.place_by_code(desk.market.id, code)
    desk.actor.require(permission, at.id)
    if not at.counted or at.kind in places.VIRTUAL_KINDS or at.kind is places.PlaceKind.QUARANTINE:
        raise NotFound(kind=_t("place whose stock is counted"), value=code)
    return desk, at


def _article(variant: UUID) -> VariantSnapshot:
    found = catalogue.snapshots([VariantId(variant)]).get(VariantId(variant))
    if found is None:
        raise NotFound(kind=_t("article"), value=str(variant))
    return found


def _quantity(request: HttpRequest, article: VariantSnapshot) -> int:
    text = request.POST.get("quantity", "")[:20]
    try:
        return article.unit.parse(text.strip())
    except ValueError:
        raise Invalid(name=_t("Quantity"), value=text, cure=_t("Write a number like 3.")) from None


def _chosen(kind: type[C], request: HttpRequest, name: str, among: Collection[C] | None = None) -> C:
    given = request.POST.get(name, "")[:40]
    if given not in {each.value for each in among or kind}:
        raise Invalid(name=name, value=given, cure=_t("Choose one from the list."))
    return kind(given)


def _part(desk: Desk, at: Place, article: VariantSnapshot, request: HttpRequest) -> Part:
    """Return the part that a form is about. Raises LotNotThere when nothing of it is left."""
    code, condition = request.POST.get("lot", ""), request.POST.get("condition", "")
    for part in lots.parts(desk.market.id, [article.variant], _quarantine(at)):
        if (part.code or "", part.condition) == (code, condition):
            return part
    raise lots.LotNotThere(lot=code[:48], wanted=1, available=0)


def _quarantine(at: Place) -> list[PlaceId]:
    """Where goods of a place are kept apart; nothing is opened before something is moved there."""
    found = places.find_quarantine(at.id)
    return [found.id] if found else []
