"""The basket: kept by the page, priced here whenever it changes, so that the screen never shows a price of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.till import answers, cash, coupons, goods, hands, later, people, portions, rulebook, units
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.errors import UnknownCode
from oneshelf.surfaces.till.requests import Basket, Later, Line, read

CASH, CARD = "cash", "test_card"
PAID_BY = (CASH, CARD)
"""By what all of a basket is paid at a counter; some in cash and the rest by card is paid by neither."""

LONGEST_SERIAL = 48
"""Characters of a serial number."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the basket on the screen, which the page `sent` and calls by its `key`; `later` is not taken along.

    It is `priced_by_label` when that says what it costs.
    """

    quoted: checkout.QuotedLine
    sent: Line
    key: str
    available: int
    later: int = 0
    priced_by_label: bool = False

    @property
    def changed(self) -> bool:
        """Whether the screen showed another price before; what a label says does not change."""
        return self.sent.price not in ("", self.mark)

    @property
    def mark(self) -> str:
        """Its price as the page keeps it."""
        return "" if self.priced_by_label else goods.price_mark(self.quoted.priced.unit_price)

    @property
    def serials(self) -> tuple[str, ...]:
        """The numbers of its units, as far as they have one and were scanned; fewer units have fewer numbers."""
        if not units.numbered(self.quoted.snapshot):
            return ()
        return tuple(self.sent.serials[: self.quoted.priced.quantity])

    @property
    def counted(self) -> bool:
        """Whether it is so many pieces, of which there may be more or fewer."""
        return self.quoted.snapshot.unit.scale == 1 and not self.quoted.portion

    @property
    def pieces(self) -> int:
        """How many pieces it is; what is weighed or packed is one."""
        return self.quoted.priced.quantity if self.counted else 1

    def as_kept(self) -> dict[str, Any]:
        """Return what the page keeps of it."""
        return {
            "key": self.key,
            "variant": self.quoted.snapshot.variant,
            "quantity": self.quoted.priced.quantity,
            "price": self.mark,
            "step": 0 if self.quoted.portion else self.quoted.snapshot.unit.scale,
            "serials": self.serials,
            "label": self.sent.label,
            "lots": self.sent.lots[: self.quoted.priced.quantity],
        }

    @property
    def along(self) -> int:
        """How many smallest sale units the customer takes along."""
        return self.quoted.priced.quantity - self.later

    @property
    def picture(self) -> str:
        """The address of its picture, or ''."""
        return goods.picture_of(self.quoted.snapshot)

    @property
    def nameless(self) -> int:
        """How many units are to be scanned, because each has a number of its own."""
        return max(0, self.along - len(self.serials)) if units.numbered(self.quoted.snapshot) else 0

    @property
    def short(self) -> bool:
        """Whether the shelf has fewer."""
        return self.along > self.available


@counter_data
@require_POST
def basket(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Take the basket and what was scanned, and return the basket as it is now, priced and drawn.

    Refuses what cannot be in it (unknown code, nothing for sale, a bad quantity); the page then keeps what it had.
    """
    sent = read(request, Basket)
    code, customer, lines, handed_in = sent.code.strip(), sent.customer, list(sent.lines), list(sent.coupons)
    added: catalogue.VariantSnapshot | None = None
    portion: catalogue.Portion | None = None
    cart = hands.held(counter, sent.cart)
    if sent.resume or carts.code_in(code):
        return _taken_over(counter, sent, cart)
    if code and sent.unit_of:
        lines = units.with_unit(counter, lines, VariantId(sent.unit_of), units.number_in(code) or code[:LONGEST_SERIAL])
    elif code:
        holder = people.holder_of(counter, code)
        if holder:
            customer = holder
        else:
            portion = catalogue.find_portion(counter.till.market, code)
            more = portions.with_portion(counter.till, lines, portion, code) if portion else None
            if more is not None:
                lines = more
            else:
                portion = None
                added, coupon = _scanned(counter, code, customer)
                handed_in += [coupon] if coupon else []
                lines = _with_scanned(counter, lines, added, code) if added else lines
    weigh = None
    if added and added.unit.scale > 1:
        weigh = {"variant": added.variant, "title": added.title, "unit": added.unit.value}
    answer = drawn(counter, lines, customer, cart, sent.later, handed_in) | {
        "added": added.variant if added else portion.variant if portion else None,
        "weigh": weigh,
    }
    return answers.as_json(answer)


def _taken_over(counter: Counter, sent: Basket, cart: carts.Cart | None) -> HttpResponse:
    taken = hands.take(counter, sent, cart)
    return answers.as_json(
        drawn(
            *(counter, taken.lines, taken.customer, taken.cart, sent.later),
            [*sent.coupons, *taken.cart.coupons],
        )
        | {"taken": True, "left_out": taken.left_out}
    )


def drawn(
    counter: Counter,
    lines: list[Line],
    customer: UUID | None,
    cart: carts.Cart | None = None,
    sent_later: Later | None = None,
    handed_in: Sequence[UUID] = (),
) -> dict[str, Any]:
    """Return the priced basket for the page: its lines, what of them comes later, total, and the HTML of its parts."""
    market = markets.get_market(counter.till.market)
    buyer = goods.buyer_at(counter.till, customer)
    kept = coupons.kept(counter, handed_in, customer)
    lines = _merged(lines)
    wanted, works = portions.wanted(counter.till, lines), checkout.handed_in(kept)
    priced = checkout.quote(market, wanted, buyer=buyer, coupons=works) if lines else _empty(market)
    looked = later.look(counter, sent_later, wanted, priced, cart, customer)
    onward = looked.shown
    if onward:
        priced = onward.quote
    dues = _dues(counter, buyer, priced, onward)
    cash_due = dues.get(CASH, priced.total)
    variants = [line.snapshot.variant for line in priced.lines]
    available = goods.available_at(counter.till, variants, cart.id if cart else None) if variants else {}
    shown = []
    for key, sent, asked, line in zip(portions.keys_of(lines), lines, wanted, priced.lines, strict=True):
        variant = line.snapshot.variant
        comes_later = onward.of(variant) if onward and not line.labelled else 0
        by_label = asked.amount is not None
        shown.append(ShownLine(line, sent, key, available.get(variant, 0), comes_later, by_label))
        available[variant] = available.get(variant, 0) - shown[-1].along
    regular = people.regular(counter, customer) if customer else None
    context = {
        "lines": shown,
        "total": priced.total,
        "saved": priced.saved,
        "handed_in": {each.id for each in kept},
        "codes": [(each, checkout.idle_text_for_staff(each, priced)) for each in kept],
        "tax": priced.sums.tax,
        "pieces": sum(line.pieces for line in shown),
        "lacks": any(line.short for line in shown),
        "onward": onward,
        "regular": regular,
        "cart": cart,
        "gifts": checkout.open_gifts(counter.till.market, priced, buyer),
        "cash_due": cash_due,
        "other_dues": [(method, due) for method, due in dues.items() if due != priced.total],
        "quick": cash.quick_amounts(cash_due),
        "zone": places.get_place(counter.till.place).time_zone if regular else "UTC",
    }
    return {
        "lines": [line.as_kept() for line in shown],
        "nameless": [
            {"variant": line.quoted.snapshot.variant, "title": line.quoted.snapshot.title}
            for line in shown
            if line.nameless
        ],
        "customer": customer,
        "cart": cart.id if cart else None,
        "coupons": [each.id for each in kept],
        "later": later.as_kept(onward),
        "later_moved": looked.moved,
        "later_lost": looked.lost,
        "total": priced.total.minor,
        "dues": {method: due.minor for method, due in dues.items()},
        "age": max((line.snapshot.minimum_age or 0 for line in priced.lines), default=0),
        "changed": [line.quoted.snapshot.title for line in shown if line.changed],
        "html": {
            part: render_to_string(f"till/parts/{part}.html", context) for part in ("lines", "sum", "regular", "due")
        },
    } | (rulebook.asked(counter.till, buyer, priced) if not onward else rulebook.NOT_ASKED)


def _dues(
    counter: Counter, buyer: pricing.Buyer, priced: checkout.BasketQuote, onward: later.ShownLater | None
) -> dict[str, Money]:
    """Return what the basket comes to in cash and by card, where that is not the same for some promotion."""
    if not priced.asks_payment:
        return {}
    market, place = markets.get_market(counter.till.market), places.get_place(counter.till.place)
    contact = onward.onward.contact if onward and onward.sent else None
    occasion = checkout.Occasion(market, buyer, clock.now(), place, contact)
    return checkout.totals_by_payment(priced, occasion, PAID_BY, onward.listed_charge if onward else None)


def _scanned(
    counter: Counter, code: str, customer: UUID | None
) -> tuple[catalogue.VariantSnapshot | None, UUID | None]:
    """Return what a code stands for: an article, or else a coupon. Raises UnknownCode and CouponNot."""
    variant = catalogue.find_variant_by_code(code)
    if variant is not None:
        return catalogue.snapshots([variant])[variant], None
    coupon = coupons.coupon_in(counter, code, customer)
    if coupon is None:
        raise UnknownCode(value=code[:60])
    return None, coupon


def _with_scanned(counter: Counter, lines: list[Line], added: catalogue.VariantSnapshot, code: str) -> list[Line]:
    """Return the lines with one more of an article, or the very unit that was scanned; weighed goods wait."""
    serial = units.number_in(code) if units.numbered(added) else ""
    if serial:
        return units.with_unit(counter, lines, added.variant, serial)
    return _with(lines, added.variant, 1) if added.unit.scale == 1 else lines


def _with(lines: list[Line], variant: VariantId, more: int) -> list[Line]:
    for line in lines:
        if line.variant == variant and not line.label:
            line.quantity += more
            return lines
    return [*lines, Line(variant, more)]


def _empty(market: markets.Market) -> checkout.BasketQuote:
    nothing = Money.zero(market.currency)
    return checkout.BasketQuote(lines=(), items=nothing, delivery=nothing)


def _merged(lines: list[Line]) -> list[Line]:
    """Return lines with each article once, but for what has labels: as a quote gathers them."""
    plain: dict[UUID, Line] = {}
    merged = []
    for line in lines:
        same = None if line.label else plain.setdefault(line.variant, line)
        if same is None or same is line:
            merged.append(line)
        else:
            same.quantity += line.quantity
            same.serials += line.serials
    return merged
