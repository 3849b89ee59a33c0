"""Stock: what lies at a place, why, and correcting it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import AdjustmentState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason, Cause, Level, Movement
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.backoffice import apart
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.finding import Article, find_articles
from oneshelf.surfaces.backoffice.moments import read_moment
from oneshelf.surfaces.backoffice.rush import rush_of
from oneshelf.surfaces.backoffice.trust import share, trust_in
from oneshelf.ui.formats import quantity_text

PAGE = 50
"""Levels on a page."""

MOST_MOVEMENTS = 50
"""Movements on a page of a level."""

FORM_FOR_S = 24 * 60 * 60
"""How long a form that was shown can be sent, in seconds."""

_SALT = "oneshelf.backoffice.adjustment"

_CAUSES = {
    Cause.SALE: _("Sale"),
    Cause.FULFILMENT: _("Order handed over or shipped"),
    Cause.RECEIPT: _("Goods received"),
    Cause.RETURN: _("Returned by a customer"),
    Cause.ADJUSTMENT: _("Corrected by hand"),
    Cause.TRANSFER: _("Transfer"),
    Cause.QUARANTINE: _("Kept apart, or let go again"),
    Cause.CARRY: _("Carried to another place for an order"),
}

_REASONS = {
    AdjustmentReason.COUNTED: _("Counted: the shelf says something else"),
    AdjustmentReason.DAMAGED: _("Damaged"),
    AdjustmentReason.EXPIRED: _("Past its date"),
    AdjustmentReason.STOLEN: _("Stolen"),
    AdjustmentReason.FOUND: _("Found"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a level's ledger: `change` is what this place gained or lost."""

    movement: Movement
    change: int
    source: str
    target: str
    cause: str
    href: str


class AdjustForm(forms.Form):
    """A correction of a level."""

    change = forms.CharField(
        label=pgettext_lazy("of stock", "Change"),
        max_length=20,
        help_text=_("What there is more or less, such as 3 or -2."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[(key.value, words) for key, words in _REASONS.items()])
    cause = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, article: VariantSnapshot) -> None:
        super().__init__(*args)
        self._unit = article.unit

    def clean_change(self) -> int:
        """Read the change in smallest sale units; zero changes nothing."""
        text = self.cleaned_data["change"].strip().removeprefix("+")
        sign = -1 if text.startswith(("-", "−")) else 1
        try:
            units = self._unit.parse(text.lstrip("-−"))
        except ValueError:
            raise forms.ValidationError(_t("Write a number like 3 or -2.")) from None
        if units == 0:
            raise forms.ValidationError(_t("Give a change that is not zero."))
        return sign * units

    def clean_cause(self) -> UUID:
        """Read which showing of the form this is, so that sending it twice corrects once."""
        try:
            return UUID(signing.loads(self.cleaned_data["cause"], salt=_SALT, max_age=FORM_FOR_S))
        except signing.BadSignature:
            raise forms.ValidationError(_t("This form is too old. Load the page again.")) from None


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """List what a place has, or what it has of the articles that a search finds."""
    desk = desk_of(request)
    mine, text = desk.places_for("inventory.view"), request.GET.get("q", "").strip()[:100]
    wanted = request.GET.get("place", "")
    place = next((each for each in mine.values() if each.code == wanted or not wanted), None)
    at, wrong_time = _moment(request.GET.get("at", "").strip(), place)
    rows: list[tuple[Article, Level]] = []
    following = ""
    if place and text:
        rows = _found(desk, place, find_articles(text))
    elif place:
        rows, following = _page(desk, place, request.GET.get("after", ""))
    kept = {"place": place.code, "at": request.GET.get("at", "")} if place else {}
    return show(
        request,
        "stock/list",
        place=place,
        text=text,
        rows=rows,
        listed=_trusted(desk, rows),
        past=_past(desk, place, rows, at) if place and at else None,
        at=at,
        given_at=request.GET.get("at", ""),
        wrong_time=wrong_time,
        next=f"?{urlencode({**kept, 'after': following})}" if following else "",
        places=[(each.code, each.name) for each in mine.values()],
        error=_t("There is no such place.") if wanted and not place else "",
    )


@guards.staff_only("inventory.view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, place: str, variant: UUID) -> HttpResponse:
    """Show why a place has what it has, and correct it."""
    desk = desk_of(request)
    at = places.place_by_code(desk.market.id, place)
    desk.actor.require("inventory.view", at.id)
    article = catalogue.snapshots([VariantId(variant)]).get(VariantId(variant))
    if article is None:
        raise NotFound(kind=_t("article"), value=str(variant))
    corrects = at.counted and at.kind not in places.VIRTUAL_KINDS and not at.archived
    if request.method == "POST":
        desk.actor.require("inventory.adjust", at.id)
        if not corrects:
            raise NotFound(kind=_t("place whose stock is counted"), value=place)
    form = AdjustForm(request.POST or None, article=article)
    if request.method == "POST" and form.is_valid() and _adjusted(request, desk, at, article, form):
        return HttpResponseRedirect(request.path)
    found = inventory.levels(desk.market.id, [article.variant], [at.id])
    moved, older = _moved(request, desk, at, article)
    return show(
        request,
        "stock/level",
        422 if request.method == "POST" else 200,
        place=at,
        article=article,
        level=found[0] if found else Level(at.id, article.variant, 0, 0, 0),
        entries=_ledger(moved, at),
        older=older,
        is_first=not request.GET.get("before"),
        form=form,
        cause=signing.dumps(str(new_id()), salt=_SALT),
        **_units(desk, at, article, corrects=corrects),
        **trust_in(desk, at, article.variant),
        **rush_of(desk, article.variant),
        may_adjust=desk.actor.may("inventory.adjust", at.id) and corrects,
    )


def _units(desk: Desk, at: Place, article: VariantSnapshot, *, corrects: bool) -> dict[str, object]:
    """Return which units lie here, and what a form to keep some apart needs."""
    parts = lots.parts(desk.market.id, [article.variant], [at.id])
    bins = places.bins_by_id([part.bin for part in parts if part.bin]) if parts else {}
    keeps = corrects and at.kind is not places.PlaceKind.QUARANTINE
    return {
        "parts": [(part, bins[part.bin].code if part.bin in bins else "") for part in parts],
        "may_keep_apart": keeps and desk.actor.may("inventory.quarantine", at.id),
        "apart_form": apart.new_form(),
        "apart_reasons": [(reason.value, words) for reason, words in apart.REASONS.items()],
        "conditions": [(condition.value, words) for condition, words in apart.CONDITIONS.items()],
    }


def _adjusted(request: HttpRequest, desk: Desk, at: Place, article: VariantSnapshot, form: AdjustForm) -> bool:
    change = form.cleaned_data["change"]
    try:
        made = counts.correct(
            desk.market.id,
            at.id,
            article.variant,
            change,
            reason=AdjustmentReason(form.cleaned_data["reason"]),
            actor=desk.actor,
            adjustment=form.cleaned_data["cause"],
        )
    except Refusal as refusal:
        form.add_error("change", str(sentences.describe(refusal)))
        return False
    if made.state is AdjustmentState.PROPOSED:
        messages.info(request, _t("The correction waits for a manager."))
        return True
    signed = ("+" if change > 0 else "−") + quantity_text(abs(change), article.unit)
    messages.success(request, _t("Stock is corrected by %(change)s.") % {"change": signed})
    return True


def _moment(text: str, place: Place | None) -> tuple[datetime | None, str]:
    """Read a moment on the place's clock, or one that says its offset, and what is wrong with it."""
    if not text or place is None:
        return None, ""
    with suppress(ValueError, OverflowError):  # it is read as a form sends it, then
        said = datetime.fromisoformat(text)
        if said.tzinfo:
            return said.astimezone(UTC), ""
    try:
        return read_moment(text, place.time_zone), ""
    except forms.ValidationError as wrong:
        return None, " ".join(wrong.messages)


def _past(desk: Desk, place: Place, rows: Sequence[tuple[Article, Level]], at: datetime) -> list[tuple[Article, int]]:
    then = inventory.on_hand_as_of(desk.market.id, place.id, [article.id for article, _level in rows], at)
    known = {each.variant: each.on_hand for each in then}
    return [(article, known.get(article.id, 0)) for article, _level in rows]


def _trusted(desk: Desk, rows: Sequence[tuple[Article, Level]]) -> list[tuple[Article, Level, Decimal | None]]:
    """Return the rows with how far each level may be trusted (1 is wholly), where that is known; one statement."""
    known = inventory.confidence(desk.market.id, [(level.place, level.variant) for _article, level in rows])
    scores = {key: share(each) for key, each in known.items()}
    return [(article, level, scores.get((level.place, level.variant))) for article, level in rows]


def _moved(request: HttpRequest, desk: Desk, at: Place, article: VariantSnapshot) -> tuple[list[Movement], str]:
    """Return a page of movements and the address of the one behind it; a mark that cannot be read begins anew."""
    before, before_id = None, inventory.LAST_ID
    instant, _sep, last = request.GET.get("before", "").partition("_")
    try:
        before, before_id = datetime.fromisoformat(instant), UUID(last)
    except ValueError:
        before, before_id = None, inventory.LAST_ID
    if before is not None and before.tzinfo is None:
        before, before_id = None, inventory.LAST_ID
    found = inventory.movements(
        desk.market.id, at.id, article.variant, before=before, before_id=before_id, limit=MOST_MOVEMENTS + 1
    )
    shown = found[:MOST_MOVEMENTS]
    if len(found) <= MOST_MOVEMENTS:
        return shown, ""
    return shown, f"?{urlencode({'before': f'{shown[-1].occurred_at.isoformat()}_{shown[-1].id}'})}"


def _page(desk: Desk, place: Place, after: str) -> tuple[list[tuple[Article, Level]], str]:
    try:
        behind = VariantId(UUID(after)) if after else None
    except ValueError:
        behind = None
    found = inventory.levels_at(desk.market.id, place.id, after=behind, limit=PAGE + 1)
    shown = found[:PAGE]
    known = catalogue.snapshots([each.variant for each in shown])
    rows = [(Article.of(known[each.variant]), each) for each in shown if each.variant in known]
    return rows, str(shown[-1].variant) if len(found) > PAGE else ""


def _found(desk: Desk, place: Place, articles: Sequence[Article]) -> list[tuple[Article, Level]]:
    """Return what `place` has of `articles`; what it never had is an empty level."""
    levels = {each.variant: each for each in inventory.levels(desk.market.id, [a.id for a in articles], [place.id])}
    return [(each, levels.get(each.id) or Level(place.id, each.id, 0, 0, 0)) for each in articles]


def _ledger(movements: Iterable[Movement], here: Place) -> list[Entry]:
    """Return the movements with the names of places and the way to what caused them, in three statements at most."""
    rows = list(movements)
    at = places.places_by_id({row.from_place for row in rows} | {row.to_place for row in rows})
    handed = fulfilment.consignments_by_id([ConsignmentId(r.cause) for r in rows if r.cause_kind == Cause.FULFILMENT])
    orders = {row.cause: row.cause for row in rows if row.cause_kind == Cause.SALE}
    orders |= {key: each.order for key, each in handed.items()}
    return [
        Entry(
            movement=row,
            change=row.quantity if row.to_place == here.id else -row.quantity,
            source=at[row.from_place].name,
            target=at[row.to_place].name,
            cause=str(_CAUSES[Cause(row.cause_kind)]),
            href=reverse("backoffice:order", args=[orders[row.cause]]) if row.cause in orders else "",
        )
        for row in rows
    ]
