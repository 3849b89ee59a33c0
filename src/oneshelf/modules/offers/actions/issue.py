"""Giving a coupon of an offer by hand, or by a program, for what happened outside of the shop."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.offers import rules
from oneshelf.modules.offers.actions.give import give
from oneshelf.modules.offers.errors import OfferGivesNothing
from oneshelf.modules.offers.queries import awards_for, get_offer, runs_in
from oneshelf.modules.offers.types import Award, Circumstances, Happening, OfferId, State, Trigger


def issue(
    offer: OfferId, channel: ChannelId, *, cause: UUID, customer: CustomerId | None = None, email: str = ""
) -> Award:
    """Give the coupon of an offer because of `cause`, and the same one to whoever asks for it again.

    It is earned in `channel`, by `customer` or by a guest at `email`; who is neither only has the code. Raises
    UnknownOffer, InvalidEmail, and OfferGivesNothing unless it is live, given by hand and for them, now.
    """
    known = get_offer(offer)
    sound = customers.normal_email(email) if customer is None else ""
    for earlier in awards_for([cause]):
        if earlier.offer == offer:
            return earlier
    if known.terms.trigger is not Trigger.ASKED:
        raise OfferGivesNothing(reason="offer_not_asked")
    happening = Happening(
        Trigger.ASKED, cause, known.market, channel, place=None, at=clock.now(), customer=customer, email=sound
    )
    run = next((each for each in runs_in(known.market) if each.offer == offer and each.covers(happening.at)), None)
    if known.state is not State.LIVE or run is None:
        raise OfferGivesNothing(reason="offer_not_live")
    groups = customers.groups_of(customer) if customer else frozenset()
    all_else = Circumstances(groups=groups, has_email=bool(customer or sound))
    if not rules.may_earn(run, happening) or not rules.earns(run.terms, happening, all_else):
        raise OfferGivesNothing(reason="offer_not_for_them")
    award = give(run, happening)
    if award is None:
        raise OfferGivesNothing(reason="offer_waits")
    return award
