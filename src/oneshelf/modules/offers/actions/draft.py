"""Drafting offers, and changing what they say."""

from __future__ import annotations

import msgspec
from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.offers import models, rules
from oneshelf.modules.offers.actions.run import begin_run, end_run
from oneshelf.modules.offers.errors import OfferChanged as ChangedMeanwhile
from oneshelf.modules.offers.errors import UnknownOffer
from oneshelf.modules.offers.events import OfferChanged
from oneshelf.modules.offers.queries import as_offer, get_offer
from oneshelf.modules.offers.types import Offer, OfferId, State, Terms
from oneshelf.modules.promotions import public as promotions


@retried
def draft(market: MarketId, name: str, terms: Terms, *, actor: Actor) -> Offer:
    """Think of an offer: it gives nothing until it goes live. Return it. Raises BadOffer and UnknownPromotion."""
    said = _checked(market, name, terms)
    row = models.Offer.objects.create(market_id=market, state=State.DRAFT.value, **said)
    return announce(as_offer(row), "offers.draft", actor)


@retried
def change(offer: OfferId, name: str, terms: Terms, *, version: int, actor: Actor) -> Offer:
    """Let an offer say something else, as it was looked at, at `version`; a live one says it from now on.

    What happened before is judged by what was said then, however late it is told of. Raises UnknownOffer,
    OfferChanged, WrongState for an ended one, BadOffer and UnknownPromotion.
    """
    known = locked(offer)
    if known.version != version:
        raise ChangedMeanwhile(version=known.version)
    if known.state is State.ENDED:
        rules.MACHINE.check(known.state, State.DRAFT)
    models.Offer.objects.filter(id=offer).update(**_checked(known.market, name, terms))
    if known.state is State.LIVE:
        now = clock.now()
        begin_run(get_offer(offer), end_run(offer, now), actor=actor)
    return move(offer, "offers.change", actor)


def locked(offer: OfferId) -> Offer:
    """Return an offer; whoever else changes it waits. Raises UnknownOffer."""
    row = models.Offer.objects.select_for_update().filter(id=offer).first()
    if row is None:
        raise UnknownOffer(offer=str(offer))
    return as_offer(row)


def move(offer: OfferId, action: str, actor: Actor, state: State | None = None) -> Offer:
    """Give an offer its next version, in another state if one is given, and tell of it; return it as it is then."""
    changed = {"state": state.value} if state else {}
    models.Offer.objects.filter(id=offer).update(**changed, version=F("version") + 1)
    return announce(get_offer(offer), action, actor)


def announce(offer: Offer, action: str, actor: Actor) -> Offer:
    """Tell of the latest change of an offer, in the caller's transaction."""
    at = clock.now()
    event = OfferChanged(market=offer.market, state=offer.state)
    outbox.emit([outbox.Draft(event, aggregate=offer.id, sequence=offer.version)], at=at)
    trail.record(action, trail.Subject("offer", offer.id), actor=actor, details={"state": offer.state.value}, at=at)
    return offer


def _checked(market: MarketId, name: str, terms: Terms) -> dict[str, str]:
    """Return what the row of an offer holds of what it says."""
    rules.check(terms)
    if promotions.get_promotion(terms.promotion).market != market:
        raise promotions.UnknownPromotion(promotion=str(terms.promotion))
    return {"name": rules.check_name(name), "terms": msgspec.json.encode(terms).decode()}
