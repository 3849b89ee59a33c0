"""Offers: drafted, let live, changed, paused and ended; given by programs; and what a customer holds of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import UnknownChannel
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Award, Offer, OfferId, Standing, Telling, Terms, Trigger
from oneshelf.modules.places import public as places
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.api import directory
from oneshelf.surfaces.api import offer_shapes as wire
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

VIEW, MANAGE, READ_CODES, SEE_CUSTOMERS = "offers.view", "offers.manage", "coupons.export", "customers.view"

WRONG_PLAN = (
    offers.BadOffer,
    promotions.UnknownPromotion,
    UnknownChannel,
    places.UnknownPlace,
    customers.UnknownGroup,
)
"""What a plan is refused for."""


@operation("GET", "/offers", summary="List offers", tag="offers", needs=VIEW, gives=wire.OfferPage)
def list_offers(call: Call, query: wire.OffersQuery) -> Reply:
    """Return a page of the market's offers, the latest first."""
    call.actor.require(VIEW)
    after = _seen(call, query.cursor).id if query.cursor else None
    found = offers.list_offers(call.market.id, after=after, limit=query.limit + 1)
    shown = found[: query.limit]
    return Reply(wire.OfferPage(_shown(call, shown), str(shown[-1].id) if len(found) > query.limit else None))


@operation(
    "POST",
    "/offers",
    summary="Draft an offer",
    tag="offers",
    needs=MANAGE,
    gives=wire.OfferShown,
    status=201,
    key_needed=True,
    refuses=WRONG_PLAN,
)
def draft_offer(call: Call, body: wire.OfferPlan) -> Reply:
    """Draft an offer. It gives nothing until it goes live."""
    call.actor.require(MANAGE)
    terms = _terms(call, body)
    call.required_claim()
    return call.once(lambda: _reply(call, offers.draft(call.market.id, body.name, terms, actor=call.actor), 201))


@operation(
    "GET",
    "/offers/{offer}",
    summary="Show an offer",
    tag="offers",
    needs=VIEW,
    gives=wire.OfferShown,
    refuses=(offers.UnknownOffer,),
)
def show_offer(call: Call, offer: str) -> Reply:
    """Return one offer, as it was said last."""
    call.actor.require(VIEW)
    return _reply(call, _seen(call, offer))


@operation(
    "PUT",
    "/offers/{offer}",
    summary="Change an offer",
    tag="offers",
    needs=MANAGE,
    gives=wire.OfferShown,
    refuses=(offers.UnknownOffer, offers.ChangedMeanwhile, WrongState, *WRONG_PLAN),
)
def change_offer(call: Call, offer: str, body: wire.ChangedOffer) -> Reply:
    """Let an offer say something else, from now on. What happened before is judged by what was said then."""
    call.actor.require(MANAGE)
    known, terms = _seen(call, offer), _terms(call, body)

    def work() -> Reply:
        return _reply(call, offers.change(known.id, body.name, terms, version=body.version, actor=call.actor))

    return call.once(work)


@operation(
    "POST",
    "/offers/{offer}/go-live",
    summary="Let an offer go live",
    tag="offers",
    needs=MANAGE,
    gives=wire.OfferShown,
    refuses=(offers.UnknownOffer, WrongState),
)
def let_offer_live(call: Call, offer: str) -> Reply:
    """Let a draft, or a paused offer, give from now on."""
    return _act(call, offer, offers.go_live)


@operation(
    "POST",
    "/offers/{offer}/pause",
    summary="Pause an offer",
    tag="offers",
    needs=MANAGE,
    gives=wire.OfferShown,
    refuses=(offers.UnknownOffer, WrongState),
)
def pause_offer(call: Call, offer: str) -> Reply:
    """Let an offer give nothing until it goes live again; what it gave works on."""
    return _act(call, offer, offers.pause)


@operation(
    "POST",
    "/offers/{offer}/end",
    summary="End an offer",
    tag="offers",
    needs=MANAGE,
    gives=wire.OfferShown,
    refuses=(offers.UnknownOffer, WrongState),
)
def end_offer(call: Call, offer: str) -> Reply:
    """Let an offer give nothing ever again; what it gave works on."""
    return _act(call, offer, offers.end)


@operation(
    "POST",
    "/offers/{offer}/coupons",
    summary="Give the coupon of an offer",
    tag="offers",
    needs=MANAGE,
    gives=wire.EarnedCoupon,
    status=201,
    refuses=(
        *(offers.UnknownOffer, offers.OfferGivesNothing, UnknownChannel),
        *(customers.UnknownCustomer, customers.InvalidEmail),
    ),
)
def give_offers_coupon(call: Call, offer: str, body: wire.NewGift) -> Reply:
    """Give a coupon of an offer that is `asked` for, because of a `cause`, and mail it where the offer says so.

    The cause makes it safe to repeat: it needs no idempotency key, so that no code is kept with one.
    """
    call.actor.require(MANAGE)
    known, channel = _seen(call, offer), directory.channel(call.market.id, body.channel)
    customer = customers.get_customer(CustomerId(body.customer)).id if body.customer else None
    given = offers.issue(known.id, channel.id, cause=body.cause, customer=customer, email=body.email)
    return Reply(_coupons([given], readable=True)[0], 201)


@operation(
    "GET",
    "/customers/{customer}/coupons",
    summary="List a customer's coupons",
    tag="offers",
    needs=VIEW,
    gives=wire.EarnedCoupons,
    refuses=(customers.UnknownCustomer,),
)
def list_customers_coupons(call: Call, customer: str) -> Reply:
    """Return what offers gave to a customer, and what became of it. It needs `customers.view` as well.

    The codes are told to keys that may read them (`coupons.export`), and that stands in the audit trail.
    """
    call.actor.require(VIEW)
    named = CustomerId(_uuid(customer, "customer"))
    call.actor.require(SEE_CUSTOMERS)
    known = customers.get_customer(named)
    reads = call.actor.may(READ_CODES)
    if reads:
        trail.record("offers.read_codes", trail.Subject("customer", known.id), actor=call.actor)
    return Reply(wire.EarnedCoupons(_coupons(offers.awards_of_customer(known.id, call.market.id), readable=reads)))


@operation(
    "GET",
    "/offer-figures",
    summary="List what offers brought",
    tag="offers",
    needs=VIEW,
    gives=wire.OffersFigures,
)
def list_offer_figures(call: Call, query: wire.FiguresQuery) -> Reply:
    """Return what became of the coupons that offers gave in a time, by pairs of channels."""
    call.actor.require(VIEW)
    codes = directory.channel_codes(call.market.id)
    return Reply(
        wire.OffersFigures(
            [
                wire.OfferFigures(
                    offer=each.offer,
                    earned_in=codes[each.earned_in],
                    used_in=codes[each.used_in] if each.used_in else None,
                    given=each.given,
                    taken_back=each.taken_back,
                    revenue=each.revenue,
                    discount=each.discount,
                )
                for each in offers.figures(call.market.id, query.since, query.until)
            ]
        )
    )


def _act(call: Call, offer: str, verb: Callable[..., Offer]) -> Reply:
    call.actor.require(MANAGE)
    known = _seen(call, offer)
    return call.once(lambda: _reply(call, verb(known.id, actor=call.actor)))


def _seen(call: Call, offer: str) -> Offer:
    """Return an offer of the market. Raises UnknownOffer."""
    found = offers.get_offer(OfferId(_uuid(offer, "offer")))
    if found.market != call.market.id:
        raise offers.UnknownOffer(offer=offer)
    return found


def _terms(call: Call, plan: wire.OfferPlan) -> Terms:
    """Return what a plan says. Raises UnknownPromotion, UnknownChannel, UnknownPlace and UnknownGroup."""
    promotion = promotions.find_promotion(call.market.id, plan.promotion)
    if promotion is None:
        raise promotions.UnknownPromotion(promotion=plan.promotion)
    return Terms(
        trigger=Trigger(plan.trigger),
        promotion=promotion.id,
        days=plan.days,
        told=tuple(Telling(each) for each in plan.told),
        channels=tuple(directory.channel(call.market.id, each).id for each in plan.channels),
        places=tuple(directory.open_place(call.market.id, each).id for each in plan.places),
        match=plan.match,
        least=plan.least,
        groups=tuple(customers.group_by_code(each).id for each in plan.groups),
        first_order=plan.first_order,
        wait=plan.wait,
        takes_back=plan.takes_back,
    )


def _reply(call: Call, offer: Offer, status: int = 200) -> Reply:
    return Reply(_shown(call, [offer])[0], status)


def _shown(call: Call, found: Sequence[Offer]) -> list[wire.OfferShown]:
    channels = directory.channel_codes(call.market.id)
    given = promotions.promotions_by_id({each.terms.promotion for each in found})
    at = directory.place_codes({place for each in found for place in each.terms.places})
    groups = {each.id: each.code for each in customers.list_groups()} if any(e.terms.groups for e in found) else {}
    return [
        wire.OfferShown(
            id=each.id,
            name=each.name,
            state=each.state.value,
            version=each.version,
            trigger=each.terms.trigger.value,
            promotion=given[each.terms.promotion].plan.code,
            days=each.terms.days,
            told=[told.value for told in each.terms.told],
            channels=[channels[channel] for channel in each.terms.channels],
            places=[at[place] for place in each.terms.places],
            match=each.terms.match,
            least=each.terms.least,
            groups=[groups[group] for group in each.terms.groups],
            first_order=each.terms.first_order,
            wait=each.terms.wait,
            takes_back=each.terms.takes_back,
        )
        for each in found
    ]


def _coupons(awards: Sequence[Award], *, readable: bool) -> list[wire.EarnedCoupon]:
    now = clock.now()
    return [
        wire.EarnedCoupon(
            id=slip.award.id,
            offer=slip.award.offer,
            coupon=slip.award.coupon,
            name=slip.name,
            code=slip.code if readable and slip.award.standing_at(now) is Standing.GIVEN else None,
            standing=slip.award.standing_at(now).value,
            customer=slip.award.customer,
            order=slip.award.order,
            given_at=slip.award.given_at,
            expires_at=slip.award.expires_at,
            used_by=slip.award.used_by,
        )
        for slip in offers.slips(awards, get_language() or "")
    ]


def _uuid(text: str, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(name=name, value=text[:40], cure=_("Send an id as the API gave it.")) from None
