"""A customer's own pages: every purchase of every channel, the loyalty card, and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.guards import customers_only
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets.public import Channel, ChannelKind
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId, OrderSummary
from oneshelf.modules.places import public as places
from oneshelf.surfaces.storefront.cards import picture_address
from oneshelf.surfaces.storefront.company import sees_all_of
from oneshelf.surfaces.storefront.forms import ProfileForm
from oneshelf.surfaces.storefront.orders import purchase_of
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.visits import Visit, visit_of

PAGE = 12
"""How many purchases one page of the timeline shows."""

PICTURES = 5
"""How many of its products a purchase shows in the timeline."""

THUMBNAIL = 64

CHANNEL_ICONS = {
    "web": "globe",
    "till": "store",
    "app": "smartphone",
    "phone": "phone",
    "kiosk": "monitor",
    "api": "plug",
    "marketplace": "shopping-bag",
    "social": "message-circle",
    "agent": "bot",
}


@dataclass(frozen=True, slots=True)
class Event:
    """A purchase on the timeline: where it was bought, with pictures of some of what it held."""

    order: OrderSummary
    where: str
    icon: str
    place: places.Place | None
    pictures: tuple[tuple[str, str], ...]
    titles: str


@customers_only
@kindly
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the loyalty card and every purchase of every channel, newest first."""
    visit = visit_of(request)
    assert visit.customer_id is not None
    mark = _mark(request)
    found = orders.orders_of_customer(visit.customer_id, **mark, limit=PAGE + 1)
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    more = f"?{urlencode({'before': last.placed_at.isoformat(), 'id': last.id})}" if last else ""
    return show(
        request,
        "account/overview",
        events=_events(visit, shown),
        cards=customers.cards_of(visit.customer_id),
        more=more,
        is_first=not mark,
    )


@customers_only
@kindly
@never_cache
@require_safe
def purchase(request: HttpRequest, order: UUID) -> HttpResponse:
    """Show one of the customer's own purchases, or one of their company's."""
    found = purchase_of(_own(visit_of(request), order))
    where = _where(visit_of(request).channels.get(found.order.summary.channel))
    return show(request, "account/purchase", purchase=found, where=where)


@customers_only
@kindly
@require_POST
def buy_again(request: HttpRequest, order: UUID) -> HttpResponse:
    """Put what a purchase held into the basket, as far as it is still sold."""
    visit = visit_of(request)
    lines = orders.lines_of([_own(visit, order)])[OrderId(order)]
    known = catalogue.snapshots([line.variant for line in lines])
    cart, left_out = visit.open_cart(), 0
    for line in lines:
        if line.variant in known and known[line.variant].sellable and line.quantity > 0:
            carts.add_line(cart.id, line.variant, line.quantity)
        else:
            left_out += 1
    if left_out:
        words = ngettext(
            "%(count)s product is not sold any more.", "%(count)s products are not sold any more.", left_out
        )
        messages.warning(request, words % {"count": left_out})
    return redirect("storefront:cart")


@customers_only
@kindly
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change how the customer is called and reached."""
    visit = visit_of(request)
    customer = visit.customer
    assert customer is not None
    known = {"name": customer.name, "email": customer.email, "phone": customer.phone}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            language = get_language() or customer.language
            customers.change_contact(customer.id, **form.cleaned_data, language=language, actor=visit.actor)
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(sentences.describe(refusal)))
        else:
            messages.success(request, _("Saved."))
            return redirect("storefront:profile")
    return show(request, "account/profile", 422 if form.is_bound else 200, form=form)


def _own(visit: Visit, order: UUID) -> OrderId:
    """Return the order if it is the customer's own, or their company's and they see all of that.

    Raises UnknownOrder, whether it is another's or nobody's.
    """
    found = OrderId(order)
    if orders.get_order(found).summary.customer != visit.customer_id and not sees_all_of(visit, found):
        raise orders.UnknownOrder(number=str(order))
    return found


def _events(visit: Visit, shown: list[OrderSummary]) -> list[Event]:
    """Dress up a page of purchases: two statements for all of them."""
    lines = orders.lines_of([each.id for each in shown])
    stores = places.places_by_id({each.place for each in shown if each.place})
    events = []
    for each in shown:
        channel = visit.channels.get(each.channel)
        held = lines[each.id]
        events.append(
            Event(
                order=each,
                where=_where(channel),
                icon=CHANNEL_ICONS[channel.kind] if channel else "receipt-text",
                place=stores.get(each.place) if each.place else None,
                pictures=tuple((picture_address(line.picture, THUMBNAIL), line.title) for line in held[:PICTURES]),
                titles=", ".join(line.title for line in held[:PICTURES]),
            )
        )
    return events


def _where(channel: Channel | None) -> str:
    """Return how a shopper calls a channel: whoever stood at a till was in the store."""
    if channel is None:
        return _("Elsewhere")
    return _("In store") if channel.kind is ChannelKind.TILL else channel.name


def _mark(request: HttpRequest) -> dict[str, Any]:
    """Return behind which purchase the page begins; a mark that no page gave begins at the newest."""
    try:
        before, before_id = datetime.fromisoformat(request.GET["before"]), UUID(request.GET["id"])
    except (KeyError, ValueError):
        return {}
    return {"before": before, "before_id": before_id} if before.tzinfo else {}
