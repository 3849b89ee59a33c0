"""What a basket costs: prices, rules, facts and taxes brought together, and the kernel asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from msgspec import structs

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout.rules import quotes as rules
from oneshelf.modules.checkout.types import BasketQuote, Checkout, Occasion, QuotedLine
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Rulebook, compiled
from oneshelf.modules.pricing.public import priced as kernel
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.tax import public as tax

NO_RULES = Rulebook((), ())


def priced(occasion: Occasion, lines: Sequence[QuotedLine], delivery: Money | None = None) -> BasketQuote:
    """Return what listed lines cost on an occasion, by the rules in force at its moment.

    Where no rule is in force nothing more is asked than that; otherwise what rules know articles by, and of the buyer
    what some rule asks. Raises the refusals of `pricing.price`.
    """
    book = promotions.book_at(occasion.market.id, occasion.at)
    if not book.rules.entries and not occasion.coupons:
        return _priced(occasion, lines, delivery, _bare_facts(occasion), {}, NO_RULES)
    tags = catalogue.tags([line.snapshot.variant for line in lines])
    known = {tag for own in tags.values() for tag in own}
    facts = _facts(occasion, book, known)
    found = _priced(occasion, lines, delivery, facts, tags, book.rules, book.limited)
    return replace(found, asks_payment=True) if _may_ask_payment(book.rules, known, facts) else found


def judged(
    occasion: Occasion, lines: Sequence[QuotedLine], delivery: Money | None
) -> tuple[BasketQuote, kernel.PricedBasket, Rulebook]:
    """Return what `priced` does, with what the kernel told of every rule in force, and those rules."""
    book = promotions.book_at(occasion.market.id, occasion.at)
    tags = catalogue.tags([line.snapshot.variant for line in lines])
    facts = _facts(occasion, book, {tag for own in tags.values() for tag in own})
    basket = _basket(occasion, lines, delivery, facts, tags)
    told = pricing.price(basket, book.rules, also=book.rules.by_id)
    quote = rules.quoted(lines, basket, told, book.rules, book.limited)
    return replace(quote, at=occasion.at), told, book.rules


def priced_by(occasion: Occasion, lines: Sequence[QuotedLine], book: promotions.Book) -> tuple[QuotedLine, ...]:
    """Return what listed lines cost by the rules of a book, whatever else is in force."""
    tags = catalogue.tags([line.snapshot.variant for line in lines])
    facts = _facts(occasion, book, {tag for own in tags.values() for tag in own})
    return _priced(occasion, lines, None, facts, tags, book.rules).lines


def priced_lines(
    occasion: Occasion, lines: Iterable[tuple[catalogue.VariantSnapshot, int, pricing.Price]]
) -> BasketQuote:
    """Return what articles, each with a quantity and its price, cost: for whoever looks at a basket, piece by piece.

    Of rules and taxes it is asked as by `quote`; whether something can be ordered is not.
    """
    listed = [
        QuotedLine(
            number,
            snapshot,
            pricing.PricedLine(snapshot.variant, quantity, price.unit_price, price.unit_price.times(quantity)),
            price_version=str(price.id),
        )
        for number, (snapshot, quantity, price) in enumerate(lines, start=1)
    ]
    return priced(occasion, listed)


def priced_known(occasion: Occasion, quantities: Mapping[catalogue.VariantId, int]) -> BasketQuote:
    """Return what a basket costs that somebody looks at, without what is not for sale or has no price by now."""
    known = catalogue.snapshots(list(quantities))
    prices = pricing.prices(occasion.market.id, list(known), occasion.at, occasion.buyer) if known else {}
    lines = [
        (known[variant], quantity, prices[variant])
        for variant, quantity in quantities.items()
        if variant in prices and known[variant].sellable
    ]
    nothing = Money.zero(occasion.market.currency)
    return priced_lines(occasion, lines) if lines else BasketQuote((), nothing, nothing)


def priced_again(quote: BasketQuote, occasion: Occasion, delivery: Money) -> BasketQuote:
    """Return a quote as it is on a changed occasion, and with what delivery costs there.

    What was listed, and in force, when it was quoted stays for it, as do its coupons.
    """
    if quote.at is None:
        return replace(quote, delivery=delivery)
    asked, lines = replace(occasion, at=quote.at, coupons=quote.coupons), rules.listed(quote)
    if quote.ruled or quote.coupons:
        return priced(asked, lines, delivery)
    return _priced(asked, lines, delivery, _bare_facts(asked), {}, NO_RULES)


def totals_by_payment(
    quote: BasketQuote, occasion: Occasion, methods: Iterable[str], charge: Money | None = None
) -> dict[str, Money]:
    """Return what a quote comes to if all of it is paid by each of some methods, brought for that charge.

    Nothing, and nothing is asked, where no rule asks how one pays.
    """
    if not quote.asks_payment or quote.at is None:
        return {}
    lines, asked = rules.listed(quote), replace(occasion, at=quote.at, coupons=quote.coupons)
    return {method: priced(replace(asked, payment=method), lines, charge).total for method in methods}


def quote_as(
    begun: Checkout, charge: Money, *, place: Place | None = None, contact: Contact | None = None, payment: str = ""
) -> BasketQuote:
    """Return what a checkout costs if it is collected at `place`, or sent to `contact`, for that charge.

    It is paid by `payment`, '' as long as nobody has said how.

    Nothing is held or written: choosing it comes to the same.
    """
    market = markets.get_market(begun.market)
    buyer = pricing.Buyer(begun.channel, customer=begun.customer)
    occasion = Occasion(market, buyer, clock.now(), place, contact, payment, held_by=begun.id)
    return priced_again(begun.quote, occasion, charge)


def asked(occasion: Occasion, quote: BasketQuote) -> compiled.Basket:
    """Return what the kernel was asked for the goods of a quote on its occasion: any other is to answer the same.

    Nothing is priced. It takes what `priced` remembers, and where rules ask of the buyer what that asks.
    """
    if not quote.ruled and not quote.coupons:
        return _basket(occasion, rules.listed(quote), None, _bare_facts(occasion), {})
    lines, book = rules.listed(quote), promotions.book_at(occasion.market.id, occasion.at)
    tags = catalogue.tags([line.snapshot.variant for line in lines])
    occasion = replace(occasion, coupons=quote.coupons)
    facts = _facts(occasion, book, {tag for own in tags.values() for tag in own})
    return _basket(occasion, lines, None, facts, tags)


def _priced(
    occasion: Occasion,
    lines: Sequence[QuotedLine],
    delivery: Money | None,
    facts: compiled.Facts,
    tags: dict[catalogue.VariantId, tuple[str, ...]],
    book: Rulebook,
    limited: Collection[str] = (),
) -> BasketQuote:
    basket = _basket(occasion, lines, delivery, facts, tags)
    told, known = pricing.price(basket, book), occasion.is_known
    found = rules.quoted(lines, basket, told, book, limited, by_somebody=known)
    return replace(found, at=occasion.at, payment=occasion.payment)


def _basket(
    occasion: Occasion,
    lines: Sequence[QuotedLine],
    delivery: Money | None,
    facts: compiled.Facts,
    tags: dict[catalogue.VariantId, tuple[str, ...]],
) -> compiled.Basket:
    taxes, rounding = tax.taxes_and_rounding(_tax_request(occasion, {line.snapshot.tax_class for line in lines}))
    return compiled.Basket(
        currency=occasion.market.currency,
        lines=rules.kernel_lines(lines, tags, occasion.local.date()),
        facts=facts,
        delivery=compiled.Charge(delivery.minor) if delivery is not None else None,
        taxes=taxes if any(taxes.by_class.values()) else compiled.UNTAXED,
        rounding=rounding,
    )


def _tax_request(occasion: Occasion, classes: set[str]) -> tax.TaxRequest:
    """Return what tax is asked: about goods of these classes, where they come into their buyer's hands."""
    return tax.TaxRequest(
        market=occasion.market.id,
        inclusive=occasion.market.tax_included,
        to=_where(occasion),
        day=occasion.local.date(),
        classes=frozenset(classes),
        buyer=tax.Buyer(occasion.buyer.customer, occasion.contact.vat_id if occasion.contact else ""),
    )


def _where(occasion: Occasion) -> tax.Where:
    to, place = occasion.contact, occasion.place
    if to is not None:
        return tax.read_where(to.country, to.region, to.postal_code)
    if place is None:
        return tax.Where()
    return tax.read_where(place.address.country, place.address.region, place.address.postal_code, place.id)


def _bare_facts(occasion: Occasion) -> compiled.Facts:
    """Return the facts of a sale where no rule asks for any."""
    return compiled.Facts(int(occasion.at.timestamp()), 0, 0)


def _facts(occasion: Occasion, book: promotions.Book, tags: Collection[str]) -> compiled.Facts:
    """Return what rules may ask about a sale; of its buyer, and of limits, only what one of them does."""
    buyer, local, customer = occasion.buyer, occasion.local, occasion.buyer.customer
    facts = compiled.Facts(
        at=int(occasion.at.timestamp()),
        weekday=local.weekday(),
        minute=local.hour * 60 + local.minute,
        channel=markets.get_channel(buyer.channel).code if buyer.channel else "",
        place=occasion.place.code if occasion.place else "",
        known=customer is not None,
        segments=_segments(customer, book.rules),
        payment=occasion.payment,
        coupons=tuple(dict.fromkeys(occasion.coupons)),  # a code that is sent twice is one coupon
    )
    candidates = [entry.rule for entry in book.rules.candidates(tags, facts)]
    if customer is not None and rules.asks_for(candidates, compiled.FirstOrder):
        facts = structs.replace(facts, first_order=not orders.has_ordered(customer))
    limited = [promotions.PromotionId(UUID(rule.id)) for rule in candidates if rule.id in book.limited]
    left = promotions.left(*(occasion.market.id, limited), customer=customer, at=occasion.at, owner=occasion.held_by)
    return structs.replace(facts, left=left) if left else facts


def _segments(customer: customers.CustomerId | None, book: Rulebook) -> tuple[str, ...]:
    if customer is None or not _asks_for_segments(book):
        return ()
    return tuple(sorted(customers.group_codes_of(customer)))


@lru_cache(maxsize=16)
def _asks_for_segments(book: Rulebook) -> bool:
    return rules.asks_for((entry.rule for entry in book.entries), compiled.Segment)


@lru_cache(maxsize=16)
def _asks_for_payment(book: Rulebook) -> bool:
    return rules.asks_for((entry.rule for entry in book.entries), compiled.Pays)


def _may_ask_payment(book: Rulebook, tags: Collection[str], facts: compiled.Facts) -> bool:
    """Tell whether a rule that this basket may meet asks how it is paid."""
    return _asks_for_payment(book) and rules.asks_for(
        (entry.rule for entry in book.candidates(tags, facts)), compiled.Pays
    )
