"""Promotions: their list, the editor with its example, and what lets them go live, rest and end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Phase, Promotion, PromotionId, State
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.promoting.changed import acts_since
from oneshelf.surfaces.backoffice.promoting.example import named, price_example
from oneshelf.surfaces.backoffice.promoting.filled import form_for
from oneshelf.surfaces.backoffice.promoting.form import PromotionForm
from oneshelf.surfaces.backoffice.promoting.words import PHASES, WHYS, condition, gives, goods, names_for, sentence

VIEW, EDIT, APPROVE = "promotions.view", "promotions.edit", "promotions.approve"

A_PAGE = 50
LONGEST_TEXT = 100
LONGEST_EXAMPLE = 500
"""Characters of a search, and of an example, that are read."""


@guards.staff_only(VIEW)
@never_cache
@require_safe
def list_promotions(request: HttpRequest) -> HttpResponse:
    """List the promotions of the market, those that hold now first and the newest of them, each as a sentence."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    text, state = request.GET.get("q", "")[:LONGEST_TEXT].strip(), request.GET.get("state", "")
    states = {State(state)} if state in set(State) else set(State)
    now, after = clock.now(), _mark(request.GET.get("after", ""))
    found = promotions.list_by_phase(desk.market.id, now, text=text, states=states, after=after, limit=A_PAGE + 1)
    last = found[A_PAGE - 1] if len(found) > A_PAGE else None
    return show(
        request,
        "promotions/list",
        rows=rows_of(desk, found[:A_PAGE]),
        more=f"{last.phase_at(now).value}.{last.id}" if last else None,
        text=text,
        state=state,
        states=[("", _t("All")), *((each.value, name) for each, name in promotions.STATE_NAMES.items())],
        may_edit=desk.actor.may(EDIT),
    )


def _mark(text: str) -> tuple[Phase, PromotionId] | None:
    """Return after what a page begins: '' is after nothing. Raises UnknownPromotion for what is none."""
    if not text:
        return None
    phase, _dot, promotion = text.partition(".")
    try:
        return Phase(phase), PromotionId(UUID(promotion))
    except ValueError:
        raise promotions.UnknownPromotion(promotion=text[:60]) from None


def rows_of(desk: Desk, found: list[Promotion]) -> list[dict[str, Any]]:
    """Return promotions as lists show them."""
    now, names = clock.now(), names_for(desk, [each.plan.terms for each in found])
    groups = {each.id: each.name for each in promotions.list_groups(desk.market.id)}
    taken = promotions.taken_of([each.id for each in found])
    return [
        {
            "promotion": each,
            "said": sentence(each.plan.terms, names),
            "phase": PHASES[each.phase_at(now)],
            "group": groups[each.plan.group],
            "taken": taken.get(each.id),
        }
        for each in found
    ]


@guards.staff_only(EDIT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_promotion(request: HttpRequest) -> HttpResponse:
    """Draft a promotion."""
    desk = desk_of(request)
    desk.actor.require(EDIT)
    about = request.GET.get("sets", "")[:LONGEST_TEXT]
    more = request.POST.get("more", "")
    form = PromotionForm(request.POST or None, desk=desk, more=more, initial={"reward": "percent", "sets": about})
    if more:
        return show(request, "promotions/new", form=form.as_typed(), may_edit=True)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            plan = form.plan(form.cleaned_data["terms"])
            drafted = promotions.draft(desk.market.id, plan, actor=desk.actor)
        except Refusal as wrong:
            refusal = wrong
        else:
            messages.success(request, _t("The draft is kept."))
            return redirect("backoffice:promotion", drafted.id)
    status = refusal.status if refusal else 422 if request.method == "POST" else 200
    said = sentences.describe(refusal) if refusal else None
    return show(request, "promotions/new", status, form=form, refused=said, may_edit=True)


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def promotion(request: HttpRequest, promotion: UUID) -> HttpResponse:
    """Show a promotion, and take another plan for it."""
    desk, known = desk_of(request), seen_promotion(request, promotion)
    if request.method != "POST":
        return _page(request, known, form_for(desk, known))
    desk.actor.require(needed_for(known))
    more, seen = request.POST.get("more", ""), _version(request)
    form = form_for(desk, known, request.POST, more=more)
    if more:
        return _page(request, known, form.as_typed(), seen=seen)
    if not form.is_valid():
        return _page(request, known, form, seen=seen, status=422)
    try:
        promotions.change(known.id, form.plan(form.cleaned_data["terms"]), version=seen, actor=desk.actor)
    except Refusal as refusal:
        return _page(request, known, form, seen=seen, refusal=refusal)
    messages.success(request, _t("The promotion is changed."))
    return redirect("backoffice:promotion", known.id)


@guards.staff_only(VIEW)
@require_POST
def act(request: HttpRequest, promotion: UUID) -> HttpResponse:
    """Let a promotion go live, pause or end it, or draft one like it."""
    desk, known = desk_of(request), seen_promotion(request, promotion)
    act, led_to, seen = request.POST.get("act", ""), known.id, _version(request)
    try:
        if act == "duplicate":
            desk.actor.require(EDIT)
            led_to = promotions.duplicate(known.id, request.POST.get("code", "").strip(), actor=desk.actor).id
        elif act == "end":
            desk.actor.require(needed_for(known))
            promotions.end(known.id, version=seen, actor=desk.actor)
        elif act in ("go_live", "pause"):
            desk.actor.require(APPROVE)
            verb = {"go_live": promotions.go_live, "pause": promotions.pause}[act]
            verb(known.id, version=seen, actor=desk.actor)
        else:
            raise Invalid(name="act", value=act[:20], cure=_t("Load the page again."))
    except Refusal as refusal:
        return _page(request, known, form_for(desk, known), seen=seen, refusal=refusal)
    messages.success(request, _t("It is written down."))
    return redirect("backoffice:promotion", led_to)


@guards.staff_only(VIEW)
@never_cache
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Say what the form says so far, and price an example with it."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    own = UUID(request.POST["own"]) if _is_id(request.POST.get("own", "")) else None
    known = seen_promotion(request, own) if own else None
    form = form_for(desk, known, request.POST) if known else PromotionForm(request.POST, desk=desk)
    form.is_valid()
    terms = form.cleaned_data.get("terms")
    if terms is None or not form.cleaned_data.get("group"):
        return show(request, "promotions/preview", errors=list(form.open_gaps()))
    plan = form.plan(terms)
    example = price_example(desk, plan, own, named(request.POST.get("example", "")[:LONGEST_EXAMPLE]))
    why = WHYS[example.verdict.why] if example else None
    said = sentence(terms, names_for(desk, [terms]))
    return show(request, "promotions/preview", said=said, group=form.group_name(plan.group), example=example, why=why)


def seen_promotion(request: HttpRequest, promotion: UUID) -> Promotion:
    """Return a promotion of the desk's market. Raises NotAllowed and UnknownPromotion."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    known = promotions.get_promotion(PromotionId(promotion))
    if known.market != desk.market.id:
        raise promotions.UnknownPromotion(promotion=str(promotion))
    return known


def needed_for(known: Promotion) -> str:
    """Return what whoever changes a promotion needs: what is live, or was, changes with approval only."""
    return EDIT if known.state is State.DRAFT else APPROVE


def _page(
    request: HttpRequest,
    known: Promotion,
    form: PromotionForm,
    *,
    seen: int | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    desk = desk_of(request)
    versions, taken = promotions.versions_of(known.id), promotions.taken_of([known.id]).get(known.id)
    names = names_for(desk, [promotions.terms_of(each.rule) for each in versions])
    return show(
        request,
        "promotions/page",
        refusal.status if refusal else status,
        promotion=known,
        seen=known.version if seen is None else seen,
        kept_gives=gives(form.kept.gives[0], goods(form.kept.gives[1], names), names) if form.kept.gives else None,
        kept_when=[condition(each, names) for each in form.kept.when],
        said=sentence(known.plan.terms, names),
        group=form.group_name(known.plan.group),
        phase=PHASES[known.phase_at(clock.now())],
        versions=[(each, sentence(promotions.terms_of(each.rule), names)) for each in versions],
        taken=taken,
        taken_off=Money(taken.off, desk.market.currency) if taken else None,
        form=form,
        refused=sentences.describe(refusal) if refusal else None,
        meanwhile=acts_since(known, seen) if isinstance(refusal, promotions.PromotionChanged) and seen else [],
        may_edit=desk.actor.may(needed_for(known)) and known.state is not State.ENDED,
        may_approve=desk.actor.may(APPROVE),
        may_copy=desk.actor.may(EDIT),
    )


def _version(request: HttpRequest) -> int:
    """Return the version of the promotion that whoever sends this has looked at; 0 for what is none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
