"""What a customer does not take along: it is sold with the rest, and sent or kept for them where they want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.carts.public import Cart, CartId
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.places import public as places
from oneshelf.surfaces.till import requests
from oneshelf.surfaces.till.device import Counter
from oneshelf.ui import ways


@dataclass(frozen=True, slots=True)
class ShownLater:
    """What comes later, as the basket shows it: how, by when, to whom, and what that costs.

    `listed_charge` is what it costs before anything is taken off.
    """

    onward: checkout.Onward
    place: str
    zone: str
    quote: checkout.BasketQuote
    listed_charge: Money

    @property
    def charge(self) -> Money:
        """What it costs to have it sent."""
        return self.quote.delivery

    @property
    def sent(self) -> bool:
        """Whether it comes by parcel."""
        return self.onward.method is Method.SHIP

    @property
    def promise(self) -> str:
        """By when it is there, in words."""
        assert self.onward.told_by is not None, "what is shown is promised"
        return ways.promise_text(self.onward.told_by, self.zone, delivered=self.sent)

    @property
    def to(self) -> str:
        """Whose it is, and where it goes."""
        contact = self.onward.contact
        address = f"{contact.street}, {contact.postal_code} {contact.city}".strip(", ") if self.sent else self.place
        return ", ".join(part for part in (contact.name, address) if part)

    def of(self, variant: VariantId) -> int:
        """Return how many smallest sale units of a variant come later."""
        return sum(each.quantity for each in self.onward.goods if each.variant == variant)


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of what was to come later: it is `shown`, `moved` to another time, or `lost`, which says why."""

    shown: ShownLater | None = None
    moved: bool = False
    lost: str = ""


def onward_of(counter: Counter, later: requests.Later, lines: Sequence[Wanted]) -> checkout.Onward | None:
    """Return what is to go onward of a basket, never more than there is of a line, and nothing that has a label; None
    when that is nothing.

    Raises UnknownPlace for a store that there is not.
    """
    there = {line.variant: line.quantity for line in lines if not line.labelled}
    goods = [
        Wanted(VariantId(each.variant), units)
        for each in later.lines
        if (units := min(each.quantity, there.get(VariantId(each.variant), 0))) > 0
    ]
    if not goods:
        return None
    return checkout.Onward(
        Method(later.method),
        tuple(goods),
        Contact(**{name: getattr(later.contact, name).strip() for name in later.contact.__struct_fields__}),
        places.place_by_code(counter.till.market, later.place).id if later.place else None,
        later.service,
        later.told_by,
    )


def look(
    counter: Counter,
    sent: requests.Later | None,
    lines: Sequence[Wanted],
    priced: checkout.BasketQuote,
    cart: Cart | None,
    customer: UUID | None,
) -> Looked:
    """Return how what was to come later comes as things are now.

    What was agreed with the customer before (`told_by`) and is not to be had any more is left out of the sale and says
    so; what they choose just now is refused, with whatever `checkout.preview_onward` raises.
    """
    onward = onward_of(counter, sent, lines) if sent else None
    if onward is None:
        return Looked()
    try:
        purchase, now = _purchase(counter, lines, cart, customer), replace(onward, told_by=None)
        found = checkout.preview_onward(purchase, now, priced)
    except Refusal as refusal:
        if onward.told_by is None:
            raise
        return Looked(lost=str(sentences.describe(refusal).what))
    place = places.get_place(onward.place or counter.till.place)
    quote = checkout.priced_onward(purchase, onward, priced, found.charge)
    shown = ShownLater(replace(onward, told_by=found.promised_by), place.name, place.time_zone, quote, found.charge)
    return Looked(shown, moved=onward.told_by is not None and onward.told_by != found.promised_by)


def as_kept(shown: ShownLater | None) -> dict[str, Any] | None:
    """Return what comes later as the page keeps it and sends it again."""
    if shown is None:
        return None
    onward = shown.onward
    assert onward.told_by is not None, "what is shown is promised"
    return {
        "method": onward.method.value,
        "place": places.get_place(onward.place).code if onward.place else "",
        "service": onward.service,
        "contact": {name: getattr(onward.contact, name) for name in requests.Contact.__struct_fields__},
        "lines": [{"variant": each.variant, "quantity": each.quantity} for each in onward.goods],
        "told_by": onward.told_by.isoformat(),
    }


def _purchase(counter: Counter, lines: Sequence[Wanted], cart: Cart | None, customer: UUID | None) -> checkout.Purchase:
    till = counter.till
    return checkout.Purchase(
        market=till.market,
        channel=till.channel,
        method=Method.TAKE_NOW,
        place=till.place,
        lines=tuple(lines),
        tenders=(),
        customer=CustomerId(customer) if customer else None,
        till=till.id,
        cart=CartId(cart.id) if cart else None,
    )
