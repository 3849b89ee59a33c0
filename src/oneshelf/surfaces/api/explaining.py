"""Explaining a basket: why it costs what it costs, rule by rule."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.accounts.public import TooManyAttempts
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers import public as customers
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.api import baskets, directory, shapes
from oneshelf.surfaces.api import explain_shapes as wire
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.checkouts import adjustment
from oneshelf.surfaces.api.coupons_in import guesser
from oneshelf.surfaces.api.errors import ChannelClosed, UnknownCard
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import channel_for, holder_of


@operation(
    "POST",
    "/pricing/explain",
    summary="Explain what a basket costs",
    tag="checkout",
    needs="checkout.use",
    gives=wire.ExplainedBasket,
    refuses=(
        *(checkout.EmptyBasket, checkout.TooManyLines, checkout.NotForSale),
        *(catalogue.NotABarcode, catalogue.WrongCheckDigit, checkout.WrongLabel, checkout.PastItsDay),
        *(pricing.NoPrice, pricing.BadQuantity, pricing.BasketTooLarge),
        *(markets.UnknownChannel, ChannelClosed, places.UnknownPlace, places.PlaceClosed),
        *(UnknownCard, customers.InvalidCard, delivery.NotDelivered, delivery.BadPostcode),
        TooManyAttempts,
    ),
)
def explain_basket(call: Call, body: wire.BasketToExplain) -> Reply:
    """Price a basket as anybody's is, now or at any moment, and say why each promotion was applied or was not.

    Nothing is held; codes that do not work are counted, as everywhere. Customer groups, limits, coupons' uses and the
    catalogue are those of today.
    """
    place = directory.open_place(call.market.id, body.place) if body.place else None
    call.actor.require("checkout.use", place.id if place else None)
    basket, occasion = baskets.find(body.lines), _occasion(call, body, place)
    by = guesser(call, occasion.buyer.customer)
    with coupons.counting(body.codes, by=by):
        tried = checkout.try_codes(body.codes, call.market.id, occasion.buyer.customer, occasion.at)
        coupons.count_wrong(sum(each.failure is not None for each in tried), by=by)
    with basket.pointing():
        wanted = baskets.as_labelled(basket, body.lines, market=call.market.id, buyer=occasion.buyer)
        found = checkout.explain(occasion, wanted, tried)
    return Reply(_shown(call, found, place))


def _occasion(call: Call, body: wire.BasketToExplain, place: Place | None) -> checkout.Occasion:
    channel = channel_for(call, body.channel)
    if place and body.ship_to:
        cure = _("Leave it out, or the place: it is either sent, or taken or collected there.")
        raise Invalid(name="ship_to", value=body.ship_to.country, cure=cure)
    if channel.kind is markets.ChannelKind.TILL and place is None:
        raise Invalid(name="place", value="", cure=_("Name the store in which it is bought."))
    sold_at = place.id if place and channel.kind is markets.ChannelKind.TILL else None
    return checkout.Occasion(
        market=call.market,
        buyer=pricing.Buyer(channel.id, sold_at, holder_of(body.customer_card)),
        at=body.at or clock.now(),
        place=place,
        contact=_contact(body.ship_to) if body.ship_to else None,
        payment=body.payment,
    )


def _contact(to: wire.Destination) -> Contact:
    postal_code = delivery.plain_postcode(to.postal_code) if to.postal_code else ""
    return Contact(country=to.country, postal_code=postal_code, region=to.region)


def _shown(call: Call, found: checkout.Explained, place: Place | None) -> wire.ExplainedBasket:
    quote, at = found.quote, place.id if place else None
    own = {each.rule for each in found.codes}
    everything = call.actor.may("promotions.view", at)
    rules = [each for each in found.judged if everything or each.applied or each.rule in own]
    exactly = call.actor.may("coupons.view", at)
    assert quote.at is not None, "it was priced just now"
    return wire.ExplainedBasket(
        at=quote.at,
        lines=[_line(found, line) for line in quote.lines],
        items=shapes.money(quote.items),
        delivery=shapes.money(quote.delivery),
        delivery_adjustments=[adjustment(saving) for saving in quote.delivery_savings],
        tax=shapes.money(quote.tax),
        total=shapes.money(quote.total),
        saved=shapes.money(quote.saved),
        rules=[_rule(each, quote.items.currency) for each in rules],
        codes=[_code(each, found, exactly=exactly) for each in found.codes],
        taxes=[
            wire.ExplainedTax(
                band.code,
                band.ppm,
                *(shapes.money(Money(minor, quote.items.currency)) for minor in (band.taxable, band.tax)),
            )
            for band in found.bands
        ],
        treatment=found.treatment,
        rounding=quote.rounding,
        exact=found.exact,
    )


def _line(found: checkout.Explained, line: checkout.QuotedLine) -> wire.ExplainedLine:
    priced, currency = line.priced, line.priced.amount.currency
    return wire.ExplainedLine(
        line=line.line,
        sku=line.snapshot.sku,
        title=line.snapshot.title,
        unit=line.snapshot.unit,
        quantity=priced.quantity,
        unit_price=shapes.money(Money(priced.unit_price.minor, currency)),
        per=priced.unit_price.per,
        price_list=found.lists[line.snapshot.variant],
        base=shapes.money(line.listed),
        adjustments=[adjustment(saving) for saving in line.savings],
        tax=shapes.money(Money(line.tax, currency)),
        amount=shapes.money(priced.amount),
    )


def _rule(judged: pricing.Judged, currency: str) -> wire.ExplainedRule:
    verdict = judged.verdict
    return wire.ExplainedRule(
        promotion=UUID(judged.rule),
        label=judged.label,
        version=judged.version,
        applied=judged.applied,
        off=shapes.money(Money(verdict.off, currency)),
        why=verdict.why.value,
        words=pricing.why_text(verdict, currency),
        has=verdict.has,
        wants=verdict.wants,
        by=[UUID(each) for each in verdict.by],
        coupons=[UUID(each) for each in verdict.coupons],
    )


def _code(code: checkout.TriedCode, found: checkout.Explained, *, exactly: bool) -> wire.ExplainedCode:
    works = code.failure is None
    tells = works or exactly
    return wire.ExplainedCode(
        tail=code.tail,
        works=works,
        used=code.coupon in found.quote.coupons_used,
        reason=code.failure.value if code.failure and exactly else None,
        words=checkout.code_text(code, found, exactly=exactly),
        coupon=code.coupon if tells else None,
        promotion=UUID(code.rule) if code.rule else None,
    )
