"""Webhooks: where events go, how each address does, its log, and sending again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Answer, Claim
from oneshelf.kernel.ids import first_id_at, new_id
from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.kernel.webhooks.public import Counts, DeliveryId, DeliveryState, Endpoint, EndpointId, Fault
from oneshelf.modules.markets import public as markets
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.supplying import act
from oneshelf.ui.states import look_of

PERMISSION = "webhooks.manage"

PAGE = 50
"""Deliveries on a page."""

LONGEST_DESCRIPTION = 200

WHY = {
    "asked": _("Somebody stopped it."),
    "failing": _("It took nothing for three days."),
    "gone": _("It answered that nobody is there any more (410)."),
    "revoked": _("The key of its program was taken back."),
}
"""Why a webhook is stopped."""

FAULTS = {
    Fault.TIMEOUT: _("no answer in time"),
    Fault.UNKNOWN_HOST: _("unknown host"),
    Fault.FORBIDDEN_ADDRESS: _("a private address"),
    Fault.CONNECTION: _("no connection"),
    Fault.REDIRECT: _("led elsewhere"),
    Fault.STATUS: _("refused"),
    Fault.SECRET_UNREADABLE: _("the secret cannot be read"),
}
"""Why a try failed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A webhook as the list shows it."""

    endpoint: Endpoint
    counts: Counts
    market: str

    @property
    def why(self) -> str:
        """Why it is stopped, in words."""
        return str(WHY.get(self.endpoint.stopped_because, ""))


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery, or a try of one, with what came of it in words."""

    what: Any
    came: str


class WebhookForm(forms.Form):
    """An address, and what it is to hear."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2_000,
        help_text=_("An https address that the public internet reaches."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    types = forms.CharField(
        label=_("Events"),
        max_length=6_000,
        help_text=_("One a line: “orders.order_placed.v1”, “orders.*” for a family, or “*” for all."),
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    market = forms.ChoiceField(label=_("Market"), required=False)
    description = forms.CharField(label=_("What for"), required=False, max_length=LONGEST_DESCRIPTION)
    request = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *given: Any, endpoint: Endpoint | None = None) -> None:
        super().__init__(*given)
        if endpoint:
            self.initial = {
                "url": endpoint.url,
                "types": "\n".join(endpoint.types),
                "description": endpoint.description,
            }
        self._markets = {} if endpoint else {each.code: each for each in markets.list_markets()}
        if endpoint:
            del self.fields["request"]  # changing it twice changes it once
            del self.fields["market"]  # whose events it hears is settled when it is made
        else:
            each = [(code, market.name) for code, market in self._markets.items()]
            offer(self, "market", [("", _("Every market")), *each])

    def clean_types(self) -> list[str]:
        """Read one type a line."""
        return str(self.cleaned_data["types"]).replace(",", " ").split()

    def clean_market(self) -> UUID | None:
        """Read the only market whose events are sent."""
        found = self._markets.get(self.cleaned_data["market"])
        return found.id if found else None


@guards.staff_only(PERMISSION)
@never_cache
@require_safe
def hooks(request: HttpRequest) -> HttpResponse:
    """List the webhooks, and how they do."""
    desk = _desk(request)
    return show(request, "webhooks/list", rows=_rows(webhooks.list_endpoints()), zone=desk.market.time_zone)


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_hook(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret is in the answer, and nowhere else."""
    desk = _desk(request)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = _make(desk, form)
        except (webhooks.BadAddress, webhooks.UnknownEventType, webhooks.TooManyEndpoints) as refusal:
            _explain(form, refusal)
        else:
            if secret:
                return show(request, "webhooks/secret", hook=webhooks.get_endpoint(made), secret=secret)
            messages.info(request, _t("It was made already, and its secret shown. Make a new one if nobody kept it."))
            return redirect("backoffice:hook", made)
    status = 422 if request.method == "POST" else 200
    return show(request, "webhooks/form", status, form=form, known=webhooks.known_types(), hook=None)


def _make(desk: Desk, form: WebhookForm) -> tuple[EndpointId, str]:
    """Make a webhook once for its form, however often that is sent; a repetition has no secret."""
    given, told = form.cleaned_data, [""]

    def work() -> Answer:
        made, told[0] = webhooks.create_endpoint(
            given["url"], given["types"], description=given["description"], actor=desk.actor, book=given["market"]
        )
        return Answer(201, str(made.id))

    key = str(given["request"])
    claim = Claim(f"backoffice {desk.actor.id}", "make a webhook", key, idempotency.body_hash(key.encode()))
    return EndpointId(UUID(idempotency.once(claim, work).body)), told[0]


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_hook(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Give a webhook another address, other types or another description."""
    desk, found = _at(request, hook)
    form = WebhookForm(request.POST or None, endpoint=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            webhooks.change_endpoint(
                found.id, url=given["url"], types=given["types"], description=given["description"], actor=desk.actor
            )
        except (webhooks.BadAddress, webhooks.UnknownEventType) as refusal:
            _explain(form, refusal)
        else:
            return redirect("backoffice:hook", found.id)
    status = 422 if request.method == "POST" else 200
    return show(request, "webhooks/form", status, form=form, known=webhooks.known_types(), hook=found)


@guards.staff_only(PERMISSION)
@never_cache
@require_safe
def hook(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Show a webhook and its log, narrowed by `?state=` and `?day=` (that day and before)."""
    desk, found = _at(request, hook)
    state, day = request.GET.get("state", ""), request.GET.get("day", "")
    sent = webhooks.list_deliveries(
        found.id,
        state=DeliveryState(state) if state in set(DeliveryState) else None,
        before=_before(desk, request.GET.get("before", ""), day),
        most=PAGE + 1,
    )
    following = urlencode({"before": str(sent[PAGE - 1].id), "state": state}) if len(sent) > PAGE else ""
    return show(
        request,
        "webhooks/page",
        row=_rows([found])[0],
        hook=found,
        sent=[Sent(each, _came(each.status, each.fault)) for each in sent[:PAGE]],
        next=f"?{following}" if following else "",
        state=state,
        day=day,
        states=[("", _t("All")), *((each.value, look_of(each.value).label) for each in DeliveryState)],
        zone=desk.market.time_zone,
    )


@guards.staff_only(PERMISSION)
@never_cache
@require_POST
def change_hook(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Stop a webhook, start it, try it, send again what was given up, exchange its secret, or remove it."""
    desk, found = _at(request, hook)
    if request.POST.get("act") == "rotate":
        secret = webhooks.rotate_secret(found.id, actor=desk.actor)
        return show(request, "webhooks/secret", hook=webhooks.get_endpoint(found.id), secret=secret)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "stop": (lambda: webhooks.stop_endpoint(found.id, actor=desk.actor), _t("Nothing is sent to it any more.")),
        "start": (lambda: webhooks.start_endpoint(found.id, actor=desk.actor), _t("It gets events again.")),
        "try": (lambda: webhooks.try_endpoint(found.id, actor=desk.actor), _t("A trial event is on its way.")),
        "again": (
            lambda: webhooks.replay_given_up(found.id, actor=desk.actor),
            _t("What was given up is sent again."),
        ),
        "halt": (lambda: webhooks.halt_replay(found.id, actor=desk.actor), _t("No more of the past is sent.")),
        "remove": (lambda: webhooks.remove_endpoint(found.id, actor=desk.actor), _t("The webhook is removed.")),
    }
    named = request.POST.get("act", "")
    act(request, verbs, named)
    return redirect("backoffice:hooks") if named == "remove" else redirect("backoffice:hook", found.id)


@guards.staff_only(PERMISSION)
@require_POST
def send_past(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Send again all that happened since a moment on the market's clock."""
    desk, found = _at(request, hook)
    try:
        since = datetime.fromisoformat(request.POST.get("since", "")).replace(tzinfo=desk.zone)
    except ValueError:
        messages.error(request, _t("Say from which day and hour on."))
        return redirect("backoffice:hook", found.id)
    said = _t("It is sent again, from then until now.")
    act(request, {"past": (lambda: webhooks.replay_since(found.id, since, actor=desk.actor), said)}, "past")
    return redirect("backoffice:hook", found.id)


@guards.staff_only(PERMISSION)
@never_cache
@require_safe
def sent_event(request: HttpRequest, hook: UUID, delivery: UUID) -> HttpResponse:
    """Show one event on its way, with each try."""
    desk, found = _at(request, hook)
    one = webhooks.get_delivery(found.id, DeliveryId(delivery))
    tries = webhooks.attempts(found.id, one.id)
    return show(
        request,
        "webhooks/delivery",
        hook=found,
        delivery=one,
        tries=[Sent(each, _came(each.status, each.fault)) for each in tries],
        zone=desk.market.time_zone,
    )


@guards.staff_only(PERMISSION)
@require_POST
def send_again(request: HttpRequest, hook: UUID, delivery: UUID) -> HttpResponse:
    """Send one event again, at once and under the same id."""
    desk, found = _at(request, hook)
    one = webhooks.get_delivery(found.id, DeliveryId(delivery))
    said = _t("It is sent again.")
    act(request, {"again": (lambda: webhooks.replay(found.id, one.id, actor=desk.actor), said)}, "again")
    return redirect("backoffice:sent_event", found.id, one.id)


def stopped(desk: Desk) -> list[Row]:
    """Return the webhooks that stopped by themselves, for whoever may start them."""
    if not desk.actor.may(PERMISSION):
        return []
    return _rows(each for each in webhooks.list_endpoints() if each.stopped_because in {"failing", "gone"})


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    desk.actor.require(PERMISSION)
    return desk


def _at(request: HttpRequest, hook: UUID) -> tuple[Desk, Endpoint]:
    return _desk(request), webhooks.get_endpoint(EndpointId(hook))


def _rows(endpoints: Iterable[Endpoint]) -> list[Row]:
    found = list(endpoints)
    counted = webhooks.counts(each.id for each in found) if found else {}
    named: dict[UUID, str] = {each.id: each.name for each in markets.list_markets()}
    return [Row(each, counted[each.id], named.get(each.book, "") if each.book else "") for each in found]


def _explain(
    form: WebhookForm, refusal: webhooks.BadAddress | webhooks.UnknownEventType | webhooks.TooManyEndpoints
) -> None:
    said = str(sentences.describe(refusal))
    form.add_error("types" if isinstance(refusal, webhooks.UnknownEventType) else "url", said)


def _before(desk: Desk, mark: str, day: str) -> UUID | None:
    """Return the delivery before which the log begins: that of `mark`, or the first after `day`."""
    try:
        return UUID(mark)
    except ValueError:
        pass  # no page of its own was asked for: the day counts
    try:
        return first_id_at(desk.bounds(date.fromisoformat(day) + timedelta(days=1))[0])
    except (ValueError, OverflowError):
        return None


def _came(status: int | None, fault: str | None) -> str:
    """Say what came of a try."""
    if status is not None:
        return str(status)
    return str(FAULTS[Fault(fault)]) if fault else ""
