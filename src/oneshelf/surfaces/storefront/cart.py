"""The basket."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock, sentences
from oneshelf.kernel.errors import Invalid, NotFound, Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.storefront.cards import available_in, picture_address
from oneshelf.surfaces.storefront.pages import back, is_exchange, kindly, show
from oneshelf.surfaces.storefront.promises import lines_of, promised
from oneshelf.surfaces.storefront.visits import Visit, visit_of
from oneshelf.ui.formats import money_text, unit_price_text

THUMBNAIL = 96
"""How wide a line's picture is drawn, in CSS pixels."""

_LONGEST_COUNT = 10  # digits of a quantity that a page says it showed; no line holds as many


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the basket as it is shown; `amount` is None for what has no price any more, and `savings` say why it
    costs less than the `listed` amount, which is None where it costs that.
    """

    snapshot: catalogue.VariantSnapshot
    href: str
    picture: str
    quantity: int
    amount: Money | None
    each: str
    available: int | None
    listed: Money | None = None
    savings: tuple[checkout.Saving, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether my store has less than is wanted."""
        return self.available is not None and self.available < self.quantity

    @property
    def is_for_sale(self) -> bool:
        """Whether it can be ordered."""
        return self.snapshot.sellable and self.amount is not None


@dataclass(frozen=True, slots=True)
class Basket:
    """The lines and what they come to; `quote` leaves out what cannot be ordered."""

    rows: tuple[Row, ...]
    quote: checkout.BasketQuote
    coupons: tuple[checkout.KeptCoupon, ...] = ()
    gifts: tuple[checkout.OpenGift, ...] = ()

    @property
    def codes(self) -> list[tuple[checkout.KeptCoupon, str]]:
        """The coupons, each with why nothing is taken off for it; '' where something is."""
        return [(each, checkout.idle_text(each, self.quote)) for each in self.coupons]

    @property
    def hints(self) -> list[tuple[str, int, str]]:
        """What the basket lacks for promotions: how much money, or else how many pieces, and the promotion's name."""
        currency = self.quote.items.currency
        return [
            (money_text(Money(each.lacks, currency)), 0, each.label)
            if each.why is pricing.priced.Why.TOO_LITTLE
            else ("", each.lacks, each.label)
            for each in self.quote.hints
        ]

    @property
    def total(self) -> Money:
        """What it comes to without delivery."""
        return self.quote.total

    @property
    def can_be_ordered(self) -> bool:
        """Whether there is something in it, and all of it is for sale."""
        return bool(self.rows) and all(row.is_for_sale for row in self.rows)


@dataclass(frozen=True, slots=True)
class Removed:
    """What was just taken out, so that it can be put back."""

    title: str
    undo: str


def basket_of(visit: Visit) -> Basket:
    """Price the basket line by line, leaving out what is not known any more: a fixed number of statements."""
    return basket_of_cart(visit, visit.cart)


def basket_of_cart(visit: Visit, cart: carts.Cart | None) -> Basket:
    """Do as `basket_of` for a cart that is not the visit's own, such as one that is offered by a code."""
    lines = cart.lines if cart else ()
    variants = [line.variant for line in lines]
    snapshots = catalogue.snapshots(variants) if variants else {}
    hits = catalogue.hits([each.product for each in snapshots.values()]) if variants else {}
    prices = pricing.prices(visit.market.id, variants, clock.now(), buyer_of(visit, cart)) if variants else {}
    available = available_in(visit, visit.store, variants) if variants else None
    known = [line for line in lines if line.variant in snapshots]
    for_sale = [line for line in known if line.variant in prices and snapshots[line.variant].sellable]
    nothing = Money.zero(visit.market.currency)
    wanted = [(snapshots[line.variant], line.quantity, prices[line.variant]) for line in for_sale]
    buyer = buyer_of(visit, cart)
    coupons = checkout.coupons_kept(
        cart.coupons if cart else (), visit.market.id, buyer.customer, clock.now(), held_by=visit.begun
    )
    occasion = checkout.Occasion(
        visit.market, buyer, clock.now(), coupons=checkout.handed_in(coupons), held_by=visit.begun
    )
    quote = checkout.priced_lines(occasion, wanted) if wanted else checkout.BasketQuote((), nothing, nothing)
    quoted = {line.snapshot.variant: line for line in quote.lines}
    rows = tuple(
        _row(snapshots[line.variant], hits, line.quantity, quoted.get(line.variant), available) for line in known
    )
    return Basket(rows, quote, tuple(coupons), tuple(checkout.open_gifts(visit.market.id, quote, buyer)))


def buyer_of(visit: Visit, cart: carts.Cart | None) -> pricing.Buys:
    """Return for whom a basket is priced: one that staff prepared is of whom, and by which channel, they took it."""
    if cart is None or cart.state is not carts.CartState.DRAFT or cart.customer is None:
        return visit.buyer
    return pricing.Buyer(cart.channel, customer=cart.customer)


@kindly
@never_cache
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """Show the basket."""
    return show(request, "cart/page", basket=basket_of(visit_of(request)))


@kindly
@never_cache
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Show every way to get the basket: the piece of its page that is fetched after it."""
    visit = visit_of(request)
    lines = lines_of((line.variant, line.quantity) for line in visit.cart.lines) if visit.cart else ()
    return show(request, "cart/promises", promised=promised(visit, lines, basket_of(visit).total))


@kindly
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put some of a variant into the basket."""
    visit, snapshot = visit_of(request), _snapshot(request.POST.get("variant", ""))
    quantity = quantity_in(request.POST.get("quantity", "1"), snapshot)
    if quantity == 0:
        raise carts.BadCartQuantity(value=0, most=carts.MOST_UNITS)
    carts.check_quantity(quantity)  # before a basket is opened for it
    visit.cart = carts.add_line(visit.open_cart().id, snapshot.variant, quantity)
    if is_exchange(request):
        answer = show(request, "cart/drawer", basket=basket_of(visit), added=snapshot)
        answer["HX-Trigger-After-Settle"] = "basket:open"
        return answer
    messages.success(request, _("“%(title)s” is in your basket.") % {"title": snapshot.title})
    return back(request, "storefront:cart")


@kindly
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Let the basket hold another quantity of a variant; none takes it out, which can be undone."""
    visit, snapshot = visit_of(request), _snapshot(request.POST.get("variant", ""))
    if visit.cart is None or (snapshot.variant not in visit.cart.quantities and "seen" not in request.POST):
        raise NotFound(kind="line", value=snapshot.sku)
    before = visit.cart.quantities.get(snapshot.variant, 0)
    taken_out = "remove" in request.POST
    quantity = 0 if taken_out else quantity_in(request.POST.get("quantity", ""), snapshot)
    try:
        visit.cart = carts.set_line(visit.cart.id, snapshot.variant, quantity, seen=_seen(request, before))
    except (carts.CartChanged, carts.CartElsewhere, carts.CartBeingPaid) as refusal:
        return _as_it_is(request, visit, refusal)
    removed = (
        None if quantity else Removed(snapshot.title, reverse("storefront:restore", args=[snapshot.variant, before]))
    )
    if is_exchange(request):
        return show(request, "cart/lines", basket=basket_of(visit), removed=removed)
    if removed:
        return show(request, "cart/page", basket=basket_of(visit), removed=removed)
    return redirect("storefront:cart")


@kindly
@require_POST
def restore(request: HttpRequest, variant: UUID, quantity: int) -> HttpResponse:
    """Put back what was taken out, beside what another device has put in since."""
    snapshot = _snapshot(str(variant))
    carts.check_quantity(quantity)
    carts.add_line(visit_of(request).open_cart().id, snapshot.variant, quantity)
    return redirect("storefront:cart")


@kindly
@require_POST
def gift(request: HttpRequest) -> HttpResponse:
    """Make the basket a present with a message, or a purchase like any other."""
    visit = visit_of(request)
    if visit.cart is None:
        raise NotFound(kind="line", value="")
    wanted = carts.Gift(request.POST.get("message", "")) if "gift" in request.POST else None
    try:
        visit.cart = carts.set_gift(visit.cart.id, wanted)
    except Refusal as refusal:
        return _as_it_is(request, visit, refusal)
    return redirect("storefront:cart")


def _seen(request: HttpRequest, known: int) -> int:
    """Return how many the page showed that sends the change; of a page from before that was said, what is known."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < _LONGEST_COUNT else known


def _as_it_is(request: HttpRequest, visit: Visit, refusal: Refusal) -> HttpResponse:
    """Say why a change was refused, and show the basket as it is now."""
    assert visit.cart is not None
    visit.cart = carts.load(visit.cart.id)
    basket, said = basket_of(visit), sentences.describe(refusal)
    if is_exchange(request):
        return show(request, "cart/lines", basket=basket, said=said)
    return show(request, "cart/page", refusal.status, basket=basket, said=said)


def quantity_in(text: str, snapshot: catalogue.VariantSnapshot) -> int:
    """Read what a person typed into a stepper as smallest sale units. Raises Invalid."""
    try:
        return snapshot.unit.parse(text)
    except ValueError:
        raise Invalid(name=_("Quantity"), value=text[:20], cure=_("Write a number like 2 or 1.25.")) from None


def _snapshot(text: str) -> catalogue.VariantSnapshot:
    """Return the variant that a form names. Raises NotFound."""
    try:
        variant = catalogue.VariantId(UUID(text))
    except ValueError:
        raise NotFound(kind="product", value=text[:40]) from None
    found = catalogue.snapshots([variant]).get(variant)
    if found is None:
        raise NotFound(kind="product", value=text)
    return found


def _row(
    snapshot: catalogue.VariantSnapshot,
    hits: dict[catalogue.ProductId, catalogue.Hit],
    quantity: int,
    quoted: checkout.QuotedLine | None,
    available: dict[catalogue.VariantId, int] | None,
) -> Row:
    hit = hits.get(snapshot.product)
    return Row(
        snapshot=snapshot,
        href=f"{reverse('storefront:product', args=[hit.slug])}?variant={snapshot.sku}" if hit else "",
        picture=picture_address(snapshot.picture, THUMBNAIL),
        quantity=quantity,
        amount=quoted.reduced if quoted else None,
        each=unit_price_text(quoted.priced.unit_price, snapshot.unit) if quoted else "",
        available=available[snapshot.variant] if available is not None else None,
        listed=quoted.listed if quoted and quoted.savings else None,
        savings=quoted.savings if quoted else (),
    )
