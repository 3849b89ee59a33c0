"""Changing many prices at once: what is to change, a look at every row, applying it, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.money import UnitPrice, round_half_away
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Change, ChangeId, ChangeRow, Problem, RowState
from oneshelf.modules.supply import public as supply
from oneshelf.surfaces.backoffice import price_rows
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.price_change_form import ChangeForm

VIEW, EDIT = "pricing.view", "pricing.edit"

A_PAGE = 100
"""Rows of a change, or changes, on one page."""

AT_ONCE = 2
"""Batches that are settled while somebody waits; a job goes on with the rest."""

MOST_IN_FILE = 200_000

PROBLEMS = {
    Problem.NO_PRICE: _("It has no price that could change."),
    Problem.SAME: _("It costs that already."),
    Problem.BAD_PRICE: _("The new price would be below zero or too high."),
    Problem.TAKEN: _("Another price is planned in that time. Take that one back first."),
    Problem.TOO_LATE: _("Its time was over before it was written."),
    Problem.CHANGED_SINCE: _("Its price was changed again since; it stays as it is."),
}

_SHOWN = {"all": (), "problems": (RowState.SKIPPED, RowState.KEPT)}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a change with what its article is called, costs us, and did cost at least in the 30 days before."""

    row: ChangeRow
    article: VariantSnapshot
    cost: UnitPrice | None
    lowest: UnitPrice | None

    @property
    def problem(self) -> object:
        """Why it changes nothing."""
        return PROBLEMS.get(self.row.problem, "")

    @property
    def step(self) -> str:
        """How much the price changes, in whole percent."""
        old, new = self.row.old, self.row.new
        if old is None or new is None or not old.minor:
            return ""
        return f"{round_half_away((new.minor * old.per - old.minor * new.per) * 100, old.minor * new.per):+d} %"

    @property
    def margin(self) -> int | None:
        """What is left of the new price beyond the cost, in whole percent of the price; tax is not looked at."""
        if self.cost is None or self.row.new is None or not self.row.new.minor:
            return None
        scale = self.article.unit.scale
        price, cost = self.row.new.times(scale).minor, self.cost.times(scale).minor
        return round_half_away((price - cost) * 100, price) if price else None


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """List the changes, and begin another."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    if request.method == "POST":
        desk.actor.require(EDIT)
    with timezone.override(desk.zone):  # what is typed is what clocks in the market show
        form = ChangeForm(*((request.POST, request.FILES) if request.method == "POST" else ()), desk=desk)
        if request.method == "POST" and form.is_valid():
            begun = _begun(desk, form)
            if begun is not None:
                return redirect("backoffice:price_change", begun)
        before = _change_id(request.GET["before"]) if request.GET.get("before") else None
        found = pricing.list_changes(desk.market.id, before=before, limit=A_PAGE + 1)
        return show(
            request,
            "prices/changes",
            422 if request.method == "POST" else 200,
            changes=found[:A_PAGE],
            more=found[A_PAGE - 1].id if len(found) > A_PAGE else None,
            form=form,
            may_edit=desk.actor.may(EDIT),
        )


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, change: UUID) -> HttpResponse:
    """Show what a change does row by row; apply it, take it back, drop it, or draft it again for what it left."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    known = pricing.get_change(desk.market.id, ChangeId(change))
    if request.method == "POST":
        desk.actor.require(EDIT)
        try:
            return _moved(request, desk, known)
        except Refusal as refusal:
            messages.error(request, str(sentences.describe(refusal)))
            return redirect("backoffice:price_change", change)
    shown = request.GET.get("show", "") if request.GET.get("show", "") in _SHOWN else "all"
    after = _variant(request.GET["after"]) if request.GET.get("after") else None
    rows = pricing.rows_of_change(known, states=_SHOWN[shown], after=after, limit=A_PAGE + 1)
    part = "prices/progress" if request.headers.get("HX-Request") else "prices/change"
    return show(
        request,
        part,
        change=known,
        rows=_named(desk, known, rows[:A_PAGE]),
        more=rows[A_PAGE - 1].variant if len(rows) > A_PAGE else None,
        shown=shown,
        ready=known.counts.get(RowState.READY, 0),
        applied=known.counts.get(RowState.APPLIED, 0),
        ahead=known.starts is not None and known.starts > clock.now(),
        left=pricing.count_left(known.id) if known.state is pricing.ChangeState.APPLIED else 0,
        problems=sum(known.counts.get(each, 0) for each in _SHOWN["problems"]),
        is_busy=known.state in pricing.BUSY,
        may_edit=desk.actor.may(EDIT),
    )


@guards.staff_only(VIEW)
@never_cache
@require_safe
def rows_file(request: HttpRequest, change: UUID) -> HttpResponse:
    """Give every row of a change as a file."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    known = pricing.get_change(desk.market.id, ChangeId(change))
    head = ("sku", "price", "old_price", "title", "lowest_30_days", "margin_percent", "state", "problem", "changed_to")
    text = price_rows.written(head, _cells(desk, known))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="prices-{known.created_at:%Y-%m-%d}.csv"'
    return response


def _cells(desk: Desk, known: Change) -> Iterator[tuple[object, ...]]:
    after: VariantId | None = None
    while rows := pricing.rows_of_change(known, after=after, limit=1_000):
        for each in _named(desk, known, rows):
            scale = each.article.unit.scale
            prices = (each.row.old, each.row.new, each.lowest, each.row.found)
            old, new, lowest, found = (price.times(scale).decimal if price else "" for price in prices)
            margin = "" if each.margin is None else each.margin
            said = (each.row.state.value, each.row.problem.value)
            yield (each.article.sku, new, old, each.article.title, lowest, margin, *said, found)
        after = rows[-1].variant


def _begun(desk: Desk, form: ChangeForm) -> ChangeId | None:
    given = form.cleaned_data
    try:
        begun = pricing.draft_change(
            desk.market.id,
            given["name"],
            given["articles"],
            given["how"],
            price_list=given["price_list"],
            starts=given["starts"],
            ends=given["ends"],
            actor=desk.actor,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(sentences.describe(refusal)))
        return None
    pricing.carry_on(begun, most=AT_ONCE)
    return begun


def _moved(request: HttpRequest, desk: Desk, known: Change) -> HttpResponse:
    """Do what the page was sent for."""
    act = request.POST.get("act", "")
    if act == "drop":
        pricing.drop_change(desk.market.id, known.id, actor=desk.actor)
        messages.success(request, _t("The change is dropped. No price has changed."))
        return redirect("backoffice:price_changes")
    if act == "again":
        again = pricing.draft_again(desk.market.id, known.id, actor=desk.actor)
        pricing.carry_on(again, most=AT_ONCE)
        return redirect("backoffice:price_change", again)
    if act not in ("apply", "undo"):
        raise Invalid(name="act", value=act[:20], cure=_t("Load the page again."))
    verb = pricing.apply_change if act == "apply" else pricing.undo_change
    verb(desk.market.id, known.id, actor=desk.actor)
    pricing.carry_on(known.id, most=AT_ONCE)
    return redirect("backoffice:price_change", known.id)


def _named(desk: Desk, known: Change, rows: Sequence[ChangeRow]) -> list[Row]:
    variants = [row.variant for row in rows]
    articles, costs = catalogue.snapshots(variants), supply.unit_costs(desk.market.id, variants)
    scope = pricing.get_price_list(desk.market.id, known.price_list).scope
    begins = known.starts or clock.now()
    lowest = pricing.lowest_ahead_of(desk.market.id, variants, begins, scope.buyer())
    return [
        Row(row, articles[row.variant], costs.get(row.variant), lowest.get(row.variant))
        for row in rows
        if row.variant in articles
    ]


def _change_id(text: str) -> ChangeId:
    try:
        return ChangeId(UUID(text))
    except ValueError:
        raise pricing.UnknownChange(change=text[:100]) from None


def _variant(text: str) -> VariantId | None:
    try:
        return VariantId(UUID(text))
    except ValueError:
        return None
