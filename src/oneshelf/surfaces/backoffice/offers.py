"""Offers: drafting them as a sentence, letting them run, and what came of them between channels."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Figures, Offer, OfferId, State
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.offer_forms import OfferForm
from oneshelf.surfaces.backoffice.periods import period_of

VIEW, MANAGE = "offers.view", "offers.manage"

TONES = {
    State.DRAFT: ("neutral", "pencil"),
    State.LIVE: ("ok", "circle-play"),
    State.PAUSED: ("warn", "circle-pause"),
    State.ENDED: ("neutral", "circle-slash"),
}
"""Tone and icon of each state's badge."""

_ACTS = {"go_live": offers.go_live, "pause": offers.pause, "end": offers.end}


@dataclass(frozen=True, slots=True)
class Row:
    """An offer in the list: what people call its state, and for what it gives coupons."""

    offer: Offer
    state: object
    tone: str
    icon: str
    promotion: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What an offer brought from one channel to another; without `used_in` nobody has used those yet."""

    name: str
    earned_in: str
    used_in: str
    figures: Figures
    revenue: Money
    discount: Money

    @property
    def days(self) -> int | None:
        """The days between earning and using, on average."""
        return round(self.figures.days / self.figures.given) if self.used_in else None


@guards.staff_only(VIEW)
@never_cache
@require_safe
def list_offers(request: HttpRequest) -> HttpResponse:
    """List the offers of the market, and what those of a time brought by pairs of channels."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    found, period = offers.list_offers(desk.market.id), period_of(request, desk)
    given = promotions.promotions_by_id({each.terms.promotion for each in found})
    return show(
        request,
        "offers/list",
        rows=[_row(each, given[each.terms.promotion].plan.name) for each in found],
        brought=_brought(desk, found, offers.figures(desk.market.id, period.since, period.until)),
        period=period.query,
        may_manage=desk.actor.may(MANAGE),
    )


@guards.staff_only(MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_offer(request: HttpRequest) -> HttpResponse:
    """Draft an offer."""
    desk = desk_of(request)
    desk.actor.require(MANAGE)
    form = OfferForm(request.POST if request.method == "POST" else None, desk=desk)
    if form.is_valid():
        try:
            made = offers.draft(desk.market.id, form.cleaned_data["name"], form.terms, actor=desk.actor)
        except Refusal as refusal:
            return _page(request, desk, form, refusal=refusal)
        messages.success(request, _("The draft is kept. It gives nothing until it goes live."))
        return redirect("backoffice:offer", made.id)
    return _page(request, desk, form)


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Show an offer, and let it say something else."""
    desk = desk_of(request)
    known = _seen(desk, offer)
    form = OfferForm(request.POST if request.method == "POST" else None, desk=desk, offer=known)
    if request.method == "POST":
        desk.actor.require(MANAGE)
        if form.is_valid():
            try:
                version = int(request.POST.get("version", "")[:9]) if request.POST.get("version", "").isdecimal() else 0
                offers.change(known.id, form.cleaned_data["name"], form.terms, version=version, actor=desk.actor)
            except Refusal as refusal:
                return _page(request, desk, form, known, refusal)
            messages.success(request, _("It says so from now on."))
            return redirect("backoffice:offer", known.id)
    return _page(request, desk, form, known)


@guards.staff_only(MANAGE)
@require_POST
def change_offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Let an offer go live, pause it or end it."""
    desk = desk_of(request)
    desk.actor.require(MANAGE)
    known, act = _seen(desk, offer), request.POST.get("act", "")
    try:
        if act not in _ACTS:
            raise Invalid(name="act", value=act[:20], cure=_("Load the page again."))
        _ACTS[act](known.id, actor=desk.actor)
    except Refusal as refusal:
        return _page(request, desk, OfferForm(desk=desk, offer=known), known, refusal)
    messages.success(request, _("It is written down."))
    return redirect("backoffice:offer", known.id)


def _page(
    request: HttpRequest, desk: Desk, form: OfferForm, known: Offer | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    return show(
        request,
        "offers/page",
        refusal.status if refusal else 422 if form.errors else 200,
        form=form,
        offer=known,
        row=_row(known, "") if known else None,
        runs=offers.runs_of(known.id) if known else [],
        zone=desk.market.time_zone,
        may_manage=desk.actor.may(MANAGE) and (known is None or known.state is not State.ENDED),
        said=sentences.describe(refusal) if refusal else None,
    )


def _seen(desk: Desk, offer: UUID) -> Offer:
    """Return an offer of the desk's market. Raises NotAllowed and UnknownOffer."""
    desk.actor.require(VIEW)
    known = offers.get_offer(OfferId(offer))
    if known.market != desk.market.id:
        raise offers.UnknownOffer(offer=str(offer))
    return known


def _row(offer: Offer, promotion: str) -> Row:
    return Row(offer, offers.STATE_NAMES[offer.state], *TONES[offer.state], promotion)


def _brought(desk: Desk, found: list[Offer], figures: list[Figures]) -> list[Brought]:
    names, currency = {each.id: each.name for each in found}, desk.market.currency
    return [
        Brought(
            name=names.get(each.offer, ""),
            earned_in=desk.channels[each.earned_in].name,
            used_in=desk.channels[each.used_in].name if each.used_in else "",
            figures=each,
            revenue=Money(each.revenue, currency),
            discount=Money(each.discount, currency),
        )
        for each in figures
    ]
