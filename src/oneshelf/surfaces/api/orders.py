"""The order book: reading it, cancelling and refunding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Meta, structs

from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.surfaces.api import cursors, directory, order_shapes, refund_shapes, shapes
from oneshelf.surfaces.api.calls import REPLAYED, Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import in_currency
from oneshelf.surfaces.api.problems import AtField


class OrdersQuery(shapes.Given, frozen=True):
    """What narrows the list. A state, and whatever follows it here, is known within two seconds of its change.

    So is a channel without `since`.
    """

    channel: Annotated[shapes.Code | None, Meta(description="A channel's code.")] = None
    place: Annotated[shapes.Code | None, Meta(description="A place's code.")] = None
    since: Annotated[datetime, Meta(tz=True, description="Placed at this instant or later.")] | None = None
    until: Annotated[datetime, Meta(tz=True, description="Placed before this instant.")] | None = None
    state: Literal["placed", "ready", "completed", "cancelled"] | None = None
    q: Annotated[
        shapes.Text,
        Meta(
            description="A number (at once), name, e-mail, end of a telephone number, SKU, GTIN, words of a title, "
            "postcode, city, tracking or card number."
        ),
    ] = ""
    method: Literal["take_now", "collect", "ship"] | None = None
    customer: UUID | None = None
    least: Annotated[shapes.Amount | None, Meta(description="Costs so much or more, in minor units.")] = None
    most: Annotated[shapes.Amount | None, Meta(description="Costs so much or less, in minor units.")] = None
    promise_broken: bool = False
    unpaid: Annotated[bool, Meta(description="Only what is still to be paid when it is collected.")] = False
    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 50

    @property
    def searches(self) -> bool:
        """Whether it asks for what search answers: a rare channel's orders would be looked for among all there are."""
        asked = (
            self.channel if self.since is None else None,
            self.state,
            self.method,
            self.customer,
            self.least,
            self.most,
        )
        return bool(self.q.strip()) or self.promise_broken or self.unpaid or any(each is not None for each in asked)


@operation(
    "GET",
    "/orders",
    summary="List orders",
    tag="orders",
    needs="orders.view",
    gives=order_shapes.OrderPage,
    refuses=(markets.UnknownChannel, places.UnknownPlace, places.PlaceClosed),
)
def list_orders(call: Call, query: OrdersQuery) -> Reply:
    """Return a page of the order book, newest first; a key of one place sees that place's orders."""
    market = call.market.id
    before, before_id = cursors.read(query.cursor)
    if query.until is not None and (before is None or query.until < before):
        before, before_id = query.until, cursors.BEFORE_NONE
    search = _search(call, query)
    if query.searches:
        found = orders.search_orders(market, search, before=before, before_id=before_id, limit=query.limit + 1)
    else:
        found = orders.list_orders(
            market,
            channels=search.channels,
            places=search.places,
            since=search.since,
            before=before,
            before_id=before_id,
            limit=query.limit + 1,
        )
    shown = found[: query.limit]
    more = cursors.write(shown[-1].placed_at, shown[-1].id) if len(found) > query.limit else None
    return Reply(order_shapes.OrderPage(_summaries(shown), more))


def _search(call: Call, query: OrdersQuery) -> orders.Search:
    """Return what is asked for of the orders that the caller may see."""
    market, seen = call.market.id, call.actor.places_for("orders.view")
    if query.place is not None:
        place = directory.open_place(market, query.place).id
        call.actor.require("orders.view", place)
        seen = frozenset({place})
    return orders.Search(
        text=query.q,
        channels=[directory.channel(market, query.channel).id] if query.channel is not None else None,
        states=[orders.OrderState(query.state)] if query.state else None,
        places=[places.PlaceId(each) for each in seen] if seen is not None else None,
        methods=[orders.Method(query.method)] if query.method else None,
        customer=CustomerId(query.customer) if query.customer else None,
        since=query.since,
        least=query.least,
        most=query.most,
        broken=query.promise_broken,
        unpaid=query.unpaid,
    )


@operation(
    "GET",
    "/orders/{number}",
    summary="Show an order",
    tag="orders",
    needs="orders.view",
    gives=order_shapes.Order,
    refuses=(orders.UnknownOrder,),
)
def show_order(call: Call, number: str) -> Reply:
    """Return one order by its number, as people write it: small letters, spaces and dashes do not matter."""
    return Reply(_whole(seen(call, number, "orders.view")))


@operation(
    "POST",
    "/orders/{number}/cancel",
    summary="Cancel an order",
    tag="orders",
    needs="orders.cancel",
    gives=order_shapes.Order,
    refuses=(orders.UnknownOrder, orders.NotCancellable, orders.GoodsHaveLeft),
)
def cancel_order(call: Call, number: str) -> Reply:
    """End an order whose goods have not left: they can be promised again, and the money goes back."""
    found = seen(call, number, "orders.cancel").summary.id

    def work() -> Reply:
        orders.cancel_order(found, actor=call.actor)
        return Reply(_whole(orders.get_order(found)))

    return call.once(work)


@operation(
    "POST",
    "/orders/{number}/refunds",
    summary="Give money back",
    tag="orders",
    needs="orders.refund",
    gives=refund_shapes.Refund,
    status=201,
    key_needed=True,
    refuses=(
        orders.UnknownOrder,
        orders.OrderRefundTooLarge,
        orders.GoodsNotOfOrder,
        orders.ReturnTooLarge,
        orders.UnitNotOfOrder,
        orders.UnitsNotNamed,
        inventory.MovedAlready,
        payments.RefundTooLarge,
        payments.RefundRefused,
        payments.GatewayDidNotAnswer,
        places.UnknownPlace,
        places.PlaceClosed,
    ),
)
def refund_order(call: Call, number: str, body: refund_shapes.NewRefund) -> Reply:
    """Give money back to the tenders that paid, and put goods that came back on hand.

    An order on account gets credit notes instead. The key names the refund: sending it again after a broken connection
    pays nothing twice, and goes on where the first try ended.
    """
    order = seen(call, number, "orders.refund")
    amount = in_currency(call.market, body.amount, "amount")
    place = _return_place(call, body.to_place) if body.to_place else None
    if place is not None:
        call.actor.require("orders.refund", place)
    elif body.goods:
        raise Invalid(name="to_place", value="", cure=_("Say to which place the goods came back."))
    goods: Counter[int] = Counter()
    serials: dict[int, list[str]] = {}
    for each in body.goods:
        goods[each.line] += each.quantity
        serials.setdefault(each.line, []).extend(each.serials)
    cause, known = _cause(call)
    shares: list[refund_shapes.RefundShare] = []
    notes: list[refund_shapes.CreditNote] = []
    if order.terms is orders.Terms.ON_ACCOUNT:
        credited = companies.credit_order(
            order.summary.id, amount, cause=cause, actor=call.actor, goods=goods, to_place=place, serials=serials
        )
        notes = [refund_shapes.CreditNote(each.id, each.number, shapes.money(each.amount)) for each in credited]
    else:
        refunds = orders.refund_order(
            order.summary.id, amount, cause=cause, actor=call.actor, goods=goods, to_place=place, serials=serials
        )
        shares = [_share(each, amount.currency) for each in refunds]
    return Reply(refund_shapes.Refund(cause, order.summary.number, shares, notes), 201, REPLAYED if known else {})


def _share(refund: payments.Refund, currency: str) -> refund_shapes.RefundShare:
    amount = shapes.money(Money(refund.amount, currency))
    return refund_shapes.RefundShare(refund.id, refund.payment, amount, refund.state)


def _return_place(call: Call, code: str) -> places.PlaceId:
    try:
        return directory.open_place(call.market.id, code).id
    except (places.UnknownPlace, places.PlaceClosed) as refusal:
        raise AtField(refusal, "to_place", code) from refusal


def _cause(call: Call) -> tuple[UUID, bool]:
    """Return the id under which this request's refund is done, and whether the same request came before.

    It is kept before the gateway is asked, so that a repetition after a crash is the same refund.
    """
    fresh = str(new_id())
    kept = idempotency.once(call.required_claim(), lambda: idempotency.Answer(201, fresh)).body
    return UUID(kept), kept != fresh


def seen(call: Call, number: str, permission: str) -> orders.Order:
    """Return an order of the market. Raises UnknownOrder, also when it is of a place that the caller may not see."""
    found = orders.get_by_number(call.market.id, number)
    if not call.actor.may(permission, found.summary.place):
        raise orders.UnknownOrder(number=number)
    return found


def _summaries(found: Sequence[orders.OrderSummary]) -> list[order_shapes.OrderSummary]:
    """Return orders of one market as a list shows them."""
    channels = directory.channel_codes(found[0].market) if found else {}
    codes = directory.place_codes(each.place for each in found if each.place)
    return [
        order_shapes.OrderSummary(
            id=each.id,
            number=each.number,
            channel=channels[each.channel],
            place=codes[each.place] if each.place else None,
            state=each.state,
            method=each.method,
            total=shapes.money(each.total),
            refunded=shapes.money(each.refunded),
            line_count=each.line_count,
            placed_at=each.placed_at,
        )
        for each in found
    ]


def _whole(found: orders.Order) -> order_shapes.Order:
    summary = structs.asdict(_summaries([found.summary])[0])
    del summary["line_count"]
    return order_shapes.Order(
        **summary,
        items=shapes.money(found.items),
        delivery=shapes.money(found.delivery),
        tax=shapes.money(found.tax),
        adjustments=[
            order_shapes.OrderAdjustment(
                line=each.line,
                kind=each.kind,
                label=each.label,
                amount=shapes.money(each.amount),
                promotion=each.rule,
                version=each.version,
                coupons=list(each.coupons),
            )
            for each in found.adjustments
        ],
        due=shapes.money(orders.due_at_collection(found)),
        terms=found.terms.value if found.terms else None,
        account=_account(found),
        version=found.version,
        lines=[
            order_shapes.OrderLine(
                line=line.line,
                sku=line.sku,
                title=line.title,
                gtin=line.gtin,
                unit=line.unit,
                quantity=line.quantity,
                unit_price=shapes.Money(amount=line.unit_price.minor, currency=line.unit_price.currency),
                per=line.unit_price.per,
                amount=shapes.money(line.amount),
                returned=line.returned,
                tax=shapes.money(line.tax),
                cancelled=line.cancelled,
            )
            for line in found.lines
        ],
        gift=shapes.Gift(message=found.gift) if found.gift is not None else None,
        contact=shapes.shown_contact(found.contact) if found.contact else None,
    )


def _account(found: orders.Order) -> order_shapes.Account | None:
    bought = companies.find_purchase(found.summary.id) if found.terms is orders.Terms.ON_ACCOUNT else None
    if bought is None:
        return None
    written = [
        order_shapes.Written(
            number=each.number,
            kind=each.kind.value,
            amount=shapes.money(each.amount),
            open=shapes.money(each.open),
            due_on=each.due_on,
        )
        for each in companies.documents_of_order(found.summary.id)
    ]
    return order_shapes.Account(bought.company, bought.reference, written)
