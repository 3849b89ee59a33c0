"""The parity board: in what the channels of the market differ, why, and what is meant to be so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.parity import public as parity
from oneshelf.modules.parity.public import Aspect, Difference, Finding, FindingId, Reason, ReasonKind, Showing
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.ui.formats import money_text, number_text

PAGE = 50
"""Differences on a page."""

VIEW, DECIDE = "parity.view", "parity.decide"

METHODS = {
    "card": _("card"),
    "cash": _("cash"),
    "at_collection": _("when it is collected"),
    "on_account": _("on account"),
}

_WHY: dict[ReasonKind, str | Promise] = {
    ReasonKind.PRICE_LIST: _("%(channel)s sells by the list “%(name)s”."),
    ReasonKind.PROMOTION: _("“%(name)s” is applied in %(channel)s."),
    ReasonKind.NOT_LISTED: _("%(channel)s has no price for it."),
    ReasonKind.KEPT_BACK: _("%(channel)s has nothing to sell: it is kept back, or set apart for others."),
    ReasonKind.METHOD: _("Only in %(channel)s: %(name)s."),
    ReasonKind.UNKNOWN: _("Nobody knows why."),
}
"""What each reason says."""


@dataclass(frozen=True, slots=True)
class Row:
    """A difference as the board shows it."""

    finding: Finding
    aspect: str | Promise
    article: VariantSnapshot | None
    shown: Sequence[tuple[str, str]]
    why: Sequence[str]
    owner: str


@dataclass(frozen=True, slots=True)
class Names:
    """What a market calls its channels and its price lists, by code."""

    channels: Mapping[str, str]
    lists: Mapping[str, str]


@guards.staff_only(VIEW)
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show what differs, aspect by aspect, or one article in all channels side by side."""
    desk = desk_of(request)
    aspect = next((each for each in Aspect if each.value == request.GET.get("aspect")), None)
    meant = request.GET.get("meant") == "1"
    after = _id(request.GET.get("after", ""))
    found = parity.findings(desk.market.id, aspect=aspect, accepted=meant, after=after, limit=PAGE + 1)
    counts = parity.counts(desk.market.id)
    names = Names(
        {channel.code: channel.name for channel in parity.channels_of(desk.market.id)},
        {each.code: each.name for each in pricing.price_lists(desk.market.id)},
    )
    code = request.GET.get("code", "").strip()
    return show(
        request,
        "parity/page",
        rows=_rows(desk, found[:PAGE], names),
        channels=names.channels.values(),
        tabs=_tabs(counts, aspect, meant),
        alike=[] if meant or after else _alike(desk, aspect, names),
        next=f"?{_query(aspect, meant)}&after={found[PAGE - 1].id}" if len(found) > PAGE else "",
        is_first=after is None,
        code=code,
        compared=_side_by_side(desk, code, names) if code else None,
        may_decide=desk.actor.may(DECIDE),
    )


@guards.staff_only(DECIDE)
@require_POST
def decide(request: HttpRequest, finding: UUID) -> HttpResponse:
    """Say that a difference is meant, or all that are alike, or not meant after all; or look after it."""
    desk, which = desk_of(request), FindingId(finding)
    desk.actor.require(DECIDE)
    try:
        if parity.get_finding(which).market != desk.market.id:
            raise NotFound(kind="difference", value=str(which))
        messages.success(request, _decided(request, desk, which))
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
    return HttpResponseRedirect(f"{reverse('backoffice:parity')}?{request.POST.get('back', '')[:200]}")


def _decided(request: HttpRequest, desk: Desk, finding: FindingId) -> str:
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    note = request.POST.get("note", "")
    match request.POST.get("act"):
        case "accept":
            parity.accept(finding, number, note, actor=desk.actor)
            return _t("This difference is meant to be so.")
        case "accept_alike":
            count = parity.accept_alike(finding, note, actor=desk.actor)
            said = ngettext("%(count)s difference is meant.", "%(count)s differences are meant.", count)
            return said % {"count": number_text(count)}
        case "reject":
            parity.reject(finding, number, actor=desk.actor)
            return _t("This difference is not meant.")
        case _:
            parity.assign(finding, number, desk.actor.id, actor=desk.actor)
            return _t("You look after this difference.")


def _rows(desk: Desk, found: Sequence[Finding], names: Names) -> list[Row]:
    articles = catalogue.snapshots([each.variant for each in found if each.variant])
    owners = names_of(ActorKind.STAFF, [each.owner for each in found if each.owner])
    return [
        Row(
            finding=each,
            aspect=parity.ASPECT_NAMES[each.difference.aspect],
            article=articles.get(each.variant) if each.variant else None,
            shown=[(name, _value(desk, each.difference, channel)) for channel, name in names.channels.items()],
            why=why(names, each.difference.reasons),
            owner=owners.get(each.owner, "") if each.owner else "",
        )
        for each in found
    ]


def why(names: Names, reasons: Iterable[Reason]) -> list[str]:
    """Return reasons as sentences."""
    said = list[str]()
    taken: dict[str, list[str]] = {}
    for each in reasons:
        channel = names.channels.get(each.channel, each.channel)
        if each.kind is ReasonKind.METHOD:
            taken.setdefault(str(METHODS.get(each.name, each.name)), []).append(channel)
            continue
        name = names.lists.get(each.name, each.name) if each.kind is ReasonKind.PRICE_LIST else each.name
        said.append(str(_WHY[each.kind]) % {"channel": channel, "name": name})
    return said + _methods(taken)


def _methods(taken: Mapping[str, Sequence[str]]) -> list[str]:
    """Return which channels alone take what: a sentence for all methods that the same channels take."""
    alike: dict[str, list[str]] = {}
    for method, channels in taken.items():
        alike.setdefault(", ".join(channels), []).append(method)
    words = str(_WHY[ReasonKind.METHOD])
    return [words % {"channel": channels, "name": ", ".join(methods)} for channels, methods in alike.items()]


def _value(desk: Desk, difference: Difference, channel: str) -> str:
    value = difference.values.get(channel)
    if value is None:
        return "–"
    match difference.aspect:
        case Aspect.AVAILABILITY:
            return number_text(int(value))
        case Aspect.PAYMENT:
            return ", ".join(str(METHODS.get(each, each)) for each in str(value).split(", "))
        case _:
            minor, _slash, per = str(value).partition("/")
            price = money_text(Money(int(minor), desk.market.currency))
            return f"{price} / {number_text(int(per))}" if per else price


def _alike(desk: Desk, aspect: Aspect | None, names: Names) -> list[dict[str, object]]:
    groups = (each for each in parity.alike(desk.market.id) if aspect in (None, each.difference.aspect))
    return [
        {
            "aspect": parity.ASPECT_NAMES[each.difference.aspect],
            "why": why(names, each.difference.reasons),
            "count": each.count,
            "example": each.example,
        }
        for each in groups
        if each.count > 1
    ]


def _tabs(counts: parity.Counts, aspect: Aspect | None, meant: bool) -> list[tuple[str, str, bool]]:
    open_ = sum(counts.open.values())
    tabs = [(f"{_t('All')} {number_text(open_)}", "?", aspect is None and not meant)]
    for each, name in parity.ASPECT_NAMES.items():
        words = f"{name} {number_text(counts.open[each])}"
        tabs.append((words, f"?{_query(each, False)}", aspect is each and not meant))
    return [*tabs, (f"{_t('Meant')} {number_text(counts.accepted)}", f"?{_query(None, True)}", meant)]


def _query(aspect: Aspect | None, meant: bool) -> str:
    return "&".join([*([f"aspect={aspect.value}"] if aspect else []), *(["meant=1"] if meant else [])])


def _side_by_side(desk: Desk, code: str, names: Names) -> dict[str, object] | None:
    """Return one article in all channels now, by its SKU or barcode."""
    variant = catalogue.find_variant_by_code(code)
    found = parity.compare(desk.market.id, [variant]) if variant else []
    if variant is None or not found:
        return {"article": None}
    (compared,) = found
    shown = [compared.showings[channel] for channel in names.channels]
    differing = {each.aspect for each in compared.differences}
    rows = [
        (parity.ASPECT_NAMES[aspect], [_shown(desk, aspect, showing) for showing in shown], aspect in differing)
        for aspect in Aspect
        if aspect is not Aspect.PAYMENT
    ]
    reasons = [each for difference in compared.differences for each in difference.reasons]
    said = list(dict.fromkeys(why(names, reasons)))
    return {"article": catalogue.snapshots([variant])[variant], "rows": rows, "why": said}


def _shown(desk: Desk, aspect: Aspect, showing: Showing) -> str:
    amounts = {Aspect.PRICE: showing.price, Aspect.PROMOTION: showing.reduced, Aspect.DELIVERY: showing.delivery}
    if aspect is Aspect.AVAILABILITY:
        return number_text(showing.available)
    amount = amounts[aspect]
    if amount is None:
        return "–"
    names = {Aspect.PROMOTION: showing.promotions, Aspect.DELIVERY: showing.delivery_promotions}.get(aspect, ())
    return " · ".join((money_text(Money(amount, desk.market.currency)), *names))


def _id(text: str) -> FindingId | None:
    try:
        return FindingId(UUID(text))
    except ValueError:
        return None
