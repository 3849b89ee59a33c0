"""Changes of placed orders: look at what one would do, then agree to exactly that."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import AmendmentId
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.companies import public as companies
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.surfaces.api import amendment_shapes as wire
from oneshelf.surfaces.api import directory, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.orders import seen
from oneshelf.surfaces.api.problems import AtField

PROPOSING = (
    orders.UnknownOrder,
    orders.NotAmendable,
    orders.NotOpen,
    amendments.NothingChanges,
    amendments.BadChange,
    amendments.NotOffered,
    amendments.AlreadyPicked,
    amendments.AlreadyPacked,
    amendments.CannotGoThere,
    amendments.TaxedElsewhere,
    amendments.StoreTaxedElsewhere,
    amendments.CannotComeFrom,
    amendments.BadDay,
    amendments.ContactIncomplete,
    amendments.TooMuchToPayLater,
    delivery.NotDelivered,
    places.UnknownPlace,
    places.PlaceClosed,
    pricing.NoPrice,
    pricing.BadQuantity,
    sourcing.PlaceBusy,
    NotFound,
)

CONFIRMING = (
    orders.UnknownOrder,
    orders.OrderChanged,
    orders.NotAmendable,
    amendments.UnknownAmendment,
    amendments.PreviewOutdated,
    amendments.AmendmentOver,
    amendments.AlreadyPicked,
    amendments.ChangeAwaitsPayment,
    companies.InvoiceOverdue,
    companies.NotAMember,
    companies.OnHold,
    companies.OverCredit,
    companies.OverMemberLimit,
    inventory.OutOfStock,
    sourcing.PlaceBusy,
)


@operation(
    "GET",
    "/orders/{number}/amendments",
    summary="List the changes of an order",
    tag="orders",
    needs="orders.view",
    gives=wire.Amendments,
    refuses=(orders.UnknownOrder,),
)
def list_amendments(call: Call, number: str) -> Reply:
    """Return the changes that somebody agreed to, the latest first, with what became of each."""
    found = seen(call, number, "orders.view").summary.id
    return Reply(wire.Amendments(_shown(*amendments.amendments_of(found))))


@operation(
    "POST",
    "/orders/{number}/amendments",
    summary="Show what a change would do",
    tag="orders",
    needs="orders.amend",
    gives=wire.Amendment,
    status=201,
    refuses=PROPOSING,
)
def propose_amendment(call: Call, number: str, body: wire.NewAmendment) -> Reply:
    """Say what a change does to money, goods and promise. Nothing happens before it is confirmed by its seal."""
    found = seen(call, number, "orders.amend")
    wish = _wish(call, body)
    reason = amendments.Reason(body.reason)

    def work() -> Reply:
        made = amendments.propose(found.summary.id, wish, reason=reason, actor=call.actor)
        return Reply(_shown(made)[0], 201)

    return call.once(work)


@operation(
    "POST",
    "/orders/{number}/amendments/{amendment}/confirm",
    summary="Confirm a change",
    tag="orders",
    needs="orders.amend",
    gives=wire.Amendment,
    refuses=CONFIRMING,
)
def confirm_amendment(call: Call, number: str, amendment: str, body: wire.Confirmation) -> Reply:
    """Do all that was shown under the seal, or nothing. What costs more waits until its customer has paid by the link
    that they get; confirming again gives the same. Who leaves nothing of an order needs leave to cancel it, who makes
    one on account cost more needs leave to sell to companies.
    """
    found = seen(call, number, "orders.amend")
    known = _own(found, amendment)
    if known.preview.ends_order:
        call.actor.require("orders.cancel", found.summary.place)
    if found.terms is orders.Terms.ON_ACCOUNT and known.preview.bill.costs_more:
        call.actor.require("companies.sell", found.summary.place)
    return call.once(lambda: Reply(_shown(amendments.confirm(known.id, body.seal, actor=call.actor))[0]))


@operation(
    "POST",
    "/orders/{number}/amendments/{amendment}/withdraw",
    summary="Withdraw a change",
    tag="orders",
    needs="orders.amend",
    gives=wire.Amendment,
    refuses=(orders.UnknownOrder, amendments.UnknownAmendment, amendments.AmendmentOver),
)
def withdraw_amendment(call: Call, number: str, amendment: str) -> Reply:
    """Give up a change that is not done yet: its goods are free, money that was held for it goes back."""
    known = _own(seen(call, number, "orders.amend"), amendment).id
    return call.once_if_repeatable(lambda: Reply(_shown(amendments.withdraw(known, actor=call.actor))[0]))


def _wish(call: Call, body: wire.NewAmendment) -> amendments.Wish:
    cancel: dict[int, int] = {}
    for at, less in enumerate(body.cancel):
        if less.line in cancel:
            cure = _("Name each line once.")
            raise Invalid(name=f"cancel[{at}].line", value=str(less.line), cure=cure)
        cancel[less.line] = less.quantity
    known = catalogue.variants_by_sku([each.sku for each in body.add])
    for at, each in enumerate(body.add):
        if each.sku not in known:
            raise AtField(NotFound(kind="variant", value=each.sku), f"add[{at}].sku", each.sku)
    return amendments.Wish(
        cancel=cancel,
        add=tuple(amendments.Addition(known[each.sku], each.quantity, each.instead_of) for each in body.add),
        apart=(*map(amendments.Apart, body.split), *_apart(call, body)),
        contact=shapes.contact(body.contact) if body.contact else None,
        store=_place(call, body.store, "store") if body.store else None,
    )


def _apart(call: Call, body: wire.NewAmendment) -> list[amendments.Apart]:
    return [
        amendments.Apart(
            each.line,
            each.quantity,
            _place(call, each.place, f"apart[{at}].place") if each.place else None,
            each.not_before,
        )
        for at, each in enumerate(body.apart)
    ]


def _place(call: Call, code: str, field: str) -> places.PlaceId:
    try:
        return directory.open_place(call.market.id, code).id
    except (places.UnknownPlace, places.PlaceClosed) as refusal:
        raise AtField(refusal, field, code) from refusal


def _own(order: Order, amendment: str) -> amendments.Amendment:
    """Return a change of this order. Raises UnknownAmendment."""
    try:
        found = amendments.get_amendment(AmendmentId(UUID(amendment)))
    except ValueError:
        raise amendments.UnknownAmendment(amendment=amendment[:40]) from None
    if found.order != order.summary.id:
        raise amendments.UnknownAmendment(amendment=amendment[:40])
    return found


def _shown(*changes: amendments.Amendment) -> list[wire.Amendment]:
    """Return changes as they go over the wire; the codes of all their places in one statement."""
    shown = [each.preview for each in changes]
    left = {part.place for each in shown for part in each.taken_out}
    coming = [parcel for each in shown for parcel in each.supply.parcels]
    goals = {parcel.bring_to for parcel in coming if parcel.bring_to}
    codes = directory.place_codes(left | goals | {parcel.place for parcel in coming})
    return [_one(each, codes) for each in changes]


def _one(made: amendments.Amendment, codes: Mapping[places.PlaceId, str]) -> wire.Amendment:
    preview, bill = made.preview, made.preview.bill
    money = shapes.money
    return wire.Amendment(
        id=made.id,
        order=made.order_number,
        state=made.state.value,
        reason=made.reason.value,
        seal=made.seal,
        order_version=preview.version,
        lines=[
            wire.LineChange(
                each.line,
                each.sku,
                each.title,
                each.before,
                each.after,
                money(each.was),
                money(each.will),
                each.instead_of,
            )
            for each in preview.lines
        ],
        bill=wire.Bill(
            money(bill.was),
            money(bill.will),
            money(bill.delivery_was),
            money(bill.delivery_will),
            money(bill.tax_was),
            money(bill.tax_will),
            money(bill.back),
            money(bill.to_pay),
        ),
        taken_out=[
            wire.TakenOut(codes[each.place], line, units)
            for each in preview.taken_out
            for line, units in sorted(each.units.items())
        ],
        supplied=[
            wire.Supplied(
                codes[each.place],
                part.line,
                part.units,
                each.ready_at,
                each.joins is not None,
                codes[each.bring_to] if each.bring_to else None,
            )
            for each in preview.supply.parcels
            for part in each.parts
        ],
        lacks=[wire.Lack(each.line, each.title, each.wanted, each.missing) for each in preview.lacks],
        promise_was=preview.promise_was,
        promise_will_be=preview.promise_will,
        service=preview.service,
        ends_order=preview.ends_order,
        because=made.because,
        expires_at=made.expires_at,
    )
