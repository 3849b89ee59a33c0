"""Sourcing: policies and their drafts, how many orders places take, and why an order was sent from where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid, NotFound, Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Decision, PolicyId, PolicyState, PolicyVersion, Rule, RuleKind
from oneshelf.surfaces.backoffice import amounts
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.moments import read_moment
from oneshelf.surfaces.backoffice.order import seen_order
from oneshelf.surfaces.backoffice.rehearsing import months
from oneshelf.surfaces.backoffice.sourcing_words import CAUSES, KINDS, amount, sentence, why_not
from oneshelf.ui.formats import instant_text

MORE_ROWS = 3
"""Empty rows of the editor, for new rules."""


class RuleForm(forms.Form):
    """One sentence of a draft; an empty kind leaves it out."""

    kind = forms.ChoiceField(label=_("Rule"), required=False)
    worth = forms.CharField(label=_("Counts like"), required=False, max_length=20)
    number = forms.IntegerField(label=_("Measure"), required=False, min_value=0, max_value=100_000)
    places = forms.CharField(label=_("Places"), required=False, max_length=500, help_text=_("Codes, with commas."))
    firm = forms.BooleanField(label=_("Without exception"), required=False)

    def __init__(self, *args: Any, desk: Desk, codes: dict[str, PlaceId], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._desk, self._codes = desk, codes
        offer(self, "kind", [("", "–"), *((k.value, name) for k, name in KINDS.items())])

    def clean_worth(self) -> int:
        """Read an amount of the market's currency."""
        return amounts.read_amount(self.cleaned_data["worth"].strip() or "0", self._desk.market.currency).minor

    def clean_places(self) -> tuple[PlaceId, ...]:
        """Read codes of places."""
        named = [each.strip() for each in self.cleaned_data["places"].split(",") if each.strip()]
        for code in named:
            if code not in self._codes:
                raise forms.ValidationError(_t("There is no place “%(code)s”.") % {"code": code})
        return tuple(self._codes[code] for code in named)

    def rule(self) -> Rule | None:
        """Return the sentence, or None for an empty row."""
        given = self.cleaned_data
        if not given["kind"]:
            return None
        return Rule(RuleKind(given["kind"]), given["worth"], given["number"] or 0, given["places"], given["firm"])


class LimitForm(forms.Form):
    """How many orders a place takes."""

    limit = forms.IntegerField(label=_("Orders an hour"), required=False, min_value=0, max_value=10_000)


@guards.staff_only("sourcing.view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def policies(request: HttpRequest) -> HttpResponse:
    """List the versions of the policy, and begin a draft from the one that holds."""
    desk = desk_of(request)
    if request.method == "POST":
        desk.actor.require("sourcing.edit")
        rules = sourcing.policy_at(desk.market.id, clock.now()).rules
        name = _t("Draft of %(day)s") % {"day": desk.today.isoformat()}
        draft = sourcing.draft_policy(desk.market.id, name, rules, actor=desk.actor)
        return HttpResponseRedirect(resolve_url("backoffice:policy", draft.policy.id))
    versions = sourcing.list_policies(desk.market.id)
    now = clock.now()
    begun = [each for each in versions if each.valid_from and each.valid_from <= now]
    holding = next((each for each in begun if each.valid_until is None or now < each.valid_until), None)
    return show(
        request,
        "sourcing/list",
        versions=versions,
        holding=holding,
        usual=[sentence(rule, {}, desk.market.currency) for rule in sourcing.USUAL.rules],
        may_edit=desk.actor.may("sourcing.edit"),
    )


@guards.staff_only("sourcing.view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, policy: UUID) -> HttpResponse:
    """Show a policy in sentences; edit, publish or withdraw a draft."""
    desk, found = desk_of(request), found_policy(request, policy)
    editable = found.state is PolicyState.DRAFT and desk.actor.may("sourcing.edit")
    known = {place.id: place for place in places.list_places(desk.market.id)}
    codes = {place.code: key for key, place in known.items()}
    rows = rows_of(request, desk, found, codes, {key: place.code for key, place in known.items()})
    failed = ""
    if request.method == "POST":
        desk.actor.require("sourcing.edit")
        if not any(row.errors for row in rows):  # every row is read, so that each shows what is wrong
            try:
                return _done(request, desk, found, [rule for row in rows if (rule := row.rule())])
            except Refusal as refusal:
                failed = str(sentences.describe(refusal))
    names = {key: place.name for key, place in known.items()}
    return show(
        request,
        "sourcing/policy",
        422 if request.method == "POST" else 200,
        version=found,
        said=[sentence(rule, names, desk.market.currency) for rule in found.policy.rules],
        rows=rows if editable else [],
        editable=editable,
        failed=failed,
        runs=sourcing.list_rehearsals(PolicyId(policy)),
        months=[(each, each) for each in months(desk)],
        may_rehearse=desk.actor.may("sourcing.edit"),
        **{"from": request.POST.get("from", "")},
    )


@guards.staff_only("sourcing.view")
@never_cache
@require_safe
def capacities(request: HttpRequest) -> HttpResponse:
    """List how many orders each place takes in an hour."""
    desk = desk_of(request)
    mine = desk.places_for("sourcing.view")
    limits = sourcing.limits_of(list(mine))
    editable = set(desk.places_for("sourcing.edit"))
    rows = [(place, limits.get(key), key in editable) for key, place in mine.items()]
    return show(request, "sourcing/capacities", rows=rows)


@guards.staff_only("sourcing.edit")
@never_cache
@require_POST
def limit(request: HttpRequest, place: str) -> HttpResponse:
    """Set how many orders a place takes in an hour; nothing lets it take any number."""
    desk = desk_of(request)
    at = places.place_by_code(desk.market.id, place)
    desk.actor.require("sourcing.edit", at.id)
    form = LimitForm(request.POST)
    if form.is_valid():
        sourcing.set_limit(at.id, form.cleaned_data["limit"], actor=desk.actor)
        messages.success(request, _t("The capacity of %(place)s is kept.") % {"place": at.name})
    else:
        messages.error(request, _t("Write a whole number from 0 to 10000, or nothing."))
    return HttpResponseRedirect(resolve_url("backoffice:capacities"))


@guards.staff_only("sourcing.view")
@never_cache
@require_safe
def why(request: HttpRequest, order: UUID) -> HttpResponse:
    """Say in plain words why an order was sent from there."""
    desk = desk_of(request)
    found = seen_order(desk, order, "sourcing.view")
    currency = desk.market.currency
    names = {key: place.name for key, place in desk.own_places.items()}
    titles = {line.line: line.title for line in found.lines}
    notes = [
        {"note": note, "cause": CAUSES[note.cause], **decided(note.decision, names, titles, currency)}
        for note in sourcing.decisions_of(found.summary.id)
    ]
    return show(request, "sourcing/why", number=found.summary.number, order=found.summary.id, notes=notes)


def decided(
    decision: Decision, names: Mapping[PlaceId, str], titles: Mapping[int, str], currency: str
) -> dict[str, Any]:
    """Return a decision in words: who sends, what that counts like, and why nobody else."""
    return {
        "decision": decision,
        "chosen": [names.get(place, "–") for place in decision.places],
        "cost": amount(decision.mills, currency),
        "parts": [(KINDS[part.kind], amount(part.mills, currency)) for part in decision.parts],
        "others": [
            (names.get(each.place, "–"), why_not(each, decision.mills, titles, currency))
            for each in decision.alternatives
        ],
        "short": [(titles.get(each.line, ""), each.missing) for each in decision.short],
    }


def found_policy(request: HttpRequest, policy: UUID) -> PolicyVersion:
    """Return a version of this market's policy. Raises NotFound."""
    found = sourcing.get_policy(PolicyId(policy))
    if found.market != desk_of(request).market.id:
        raise NotFound(kind="sourcing policy", value=str(policy))
    return found


def rows_of(
    request: HttpRequest, desk: Desk, found: PolicyVersion, codes: dict[str, PlaceId], by_id: dict[PlaceId, str]
) -> list[RuleForm]:
    """Return a row for each rule, as it was sent or as it stands, and some for new ones."""
    given = request.POST if request.method == "POST" else None
    rows = []
    for at in range(len(found.policy.rules) + MORE_ROWS):
        initial: dict[str, Any] = {}
        if at < len(found.policy.rules):
            rule = found.policy.rules[at]
            worth = Money(rule.worth, desk.market.currency).decimal
            named = ", ".join(by_id.get(place, "") for place in rule.places)
            initial = {"kind": rule.kind.value, "worth": worth, "number": rule.number}
            initial |= {"places": named, "firm": rule.firm}
        rows.append(RuleForm(given, desk=desk, codes=codes, prefix=f"rule-{at}", initial=initial))
    return rows


def _moment(text: str, zone: str) -> datetime | None:
    """Read an instant as clocks of the market show it; None when nothing was written. Raises Invalid."""
    try:
        return read_moment(text, zone)
    except forms.ValidationError as wrong:
        raise Invalid(name=_t("Holds from"), value=text[:20], cure=" ".join(wrong.messages)) from None


def _done(request: HttpRequest, desk: Desk, found: PolicyVersion, rules: list[Rule]) -> HttpResponse:
    """Keep what the form holds, and publish or withdraw it when that was asked."""
    key = PolicyId(found.policy.id or UUID(int=0))
    act = request.POST.get("act", "save")
    if act == "withdraw":
        sourcing.withdraw_policy(key, actor=desk.actor)
        messages.success(request, _t("The draft is put aside."))
        return HttpResponseRedirect(resolve_url("backoffice:policies"))
    sourcing.edit_policy(key, found.name, rules, actor=desk.actor)
    if act == "publish":
        since = _moment(request.POST.get("from", ""), desk.market.time_zone)
        sourcing.publish_policy(key, since, actor=desk.actor)
        said = (
            _t("Version %(version)s holds from %(since)s on.")
            if since
            else _t("Version %(version)s holds from now on.")
        )
        when = instant_text(since, desk.market.time_zone) if since else ""
        messages.success(request, said % {"version": found.policy.version, "since": when})
    else:
        messages.success(request, _t("The draft is kept."))
    return HttpResponseRedirect(resolve_url("backoffice:policy", key))
