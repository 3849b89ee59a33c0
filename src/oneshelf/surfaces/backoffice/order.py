"""One order: what was bought, paid and sent, what happened to it, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company, Document
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import ORDER_MACHINE, Order, OrderId, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import Payment, Refund
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.backoffice.changes import CHANGEABLE, waiting_change
from oneshelf.surfaces.backoffice.companies import name_of
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.story import Step, story_of


@dataclass(frozen=True, slots=True)
class Tender:
    """A payment with what was given back of it."""

    payment: Payment
    name: str
    refunds: tuple[tuple[Refund, Money], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """On whose account an order is, with its invoices and credit notes and what they are called."""

    company: Company
    documents: tuple[tuple[Document, str], ...]

    @property
    def creditable(self) -> Money:
        """What was invoiced and is not credited yet."""
        nothing = Money.zero(self.company.currency)
        return sum((each.amount - each.credited for each, _name in self.documents if not each.about), nothing)


@dataclass(frozen=True, slots=True)
class Whole:
    """All that the page of an order shows."""

    order: Order
    tenders: tuple[Tender, ...]
    parcels: tuple[tuple[Consignment, Place, Place], ...]
    story: tuple[Step, ...]
    place: Place | None
    channel: str
    customer: str
    staff: str
    refundable: Money
    due: Money | None
    account: Account | None = None
    is_reverse_charged: bool = False


@guards.staff_only("orders.view")
@never_cache
@require_safe
def show_order(request: HttpRequest, order: UUID) -> HttpResponse:
    """Show an order with all that became of it."""
    desk = desk_of(request)
    whole = whole_of(desk, seen_order(desk, order, "orders.view"))
    place, state = whole.order.summary.place, whole.order.summary.state
    may_amend = desk.actor.may("orders.amend", place) and state in CHANGEABLE
    return show(
        request,
        "orders/page",
        whole=whole,
        may_cancel=desk.actor.may("orders.cancel", place) and ORDER_MACHINE.may(state, OrderState.CANCELLED),
        may_amend=may_amend,
        order=whole.order,
        zone=desk.market.time_zone,
        waiting=waiting_change(whole.order) if may_amend else None,
        may_refund=desk.actor.may("orders.refund", place) and whole.refundable.minor > 0,
        may_see_company=desk.actor.may("companies.view"),
        may_see_why=desk.actor.may("sourcing.view", place),
    )


@guards.staff_only("orders.cancel")
@never_cache
@require_POST
def cancel(request: HttpRequest, order: UUID) -> HttpResponse:
    """End an order whose goods have not left; its money goes back by itself."""
    desk = desk_of(request)
    found = seen_order(desk, order, "orders.cancel").summary
    try:
        orders.cancel_order(found.id, actor=desk.actor)
    except Refusal as refusal:
        if orders.get_order(found.id).summary.state is OrderState.CANCELLED:
            messages.info(request, _("Order %(number)s is cancelled already.") % {"number": found.number})
        else:
            messages.error(request, str(sentences.describe(refusal)))
    else:
        said = _("Order %(number)s is cancelled. Its goods are free again, what was paid goes back.")
        messages.success(request, said % {"number": found.number})
    return HttpResponseRedirect(resolve_url("backoffice:order", found.id))


def seen_order(desk: Desk, order: UUID, permission: str) -> Order:
    """Return an order of which the actor may do what `permission` says. Raises UnknownOrder and NotAllowed."""
    found = orders.get_order(OrderId(order))
    if found.summary.market != desk.market.id:
        raise orders.UnknownOrder(number=str(order))
    desk.actor.require(permission, found.summary.place)
    return found


def whole_of(desk: Desk, order: Order) -> Whole:
    """Return an order with payments, consignments and story, in a fixed number of statements."""
    summary = order.summary
    paid = payments.payments_of([summary.id])[summary.id]
    refunds = payments.refunds_of([each.id for each in paid])
    sent = fulfilment.consignments_of([summary.id])[summary.id]
    named = {each.place for each in sent} | {each.bring_to for each in sent if each.bring_to}
    at = places.places_by_id(named | ({summary.place} if summary.place else set()))
    currency, owes = summary.currency, order.terms is orders.Terms.AT_COLLECTION and order.is_under_way
    account = _account(order) if order.terms is orders.Terms.ON_ACCOUNT else None
    return Whole(
        order=order,
        tenders=tuple(
            Tender(
                each,
                str(payments.METHOD_NAMES[each.method]),
                tuple((refund, Money(refund.amount, currency)) for refund in refunds.get(each.id, ())),
            )
            for each in paid
        ),
        parcels=tuple((each, at[each.place], at[each.desk]) for each in sent),
        story=story_of(order, [each.id for each in sent], [each.id for each in paid]),
        place=at[summary.place] if summary.place else None,
        channel=desk.channels[summary.channel].name,
        customer=_name(ActorKind.CUSTOMER, summary.customer),
        staff=_name(ActorKind.STAFF, order.staff),
        due=orders.still_to_pay(order, sent, paid) if owes else None,
        refundable=account.creditable if account else sum((each.refundable for each in paid), Money.zero(currency)),
        account=account,
        is_reverse_charged=orders.is_reverse_charged(order),
    )


def _account(order: Order) -> Account | None:
    bought = companies.find_purchase(order.summary.id)
    if bought is None:
        return None
    documents = companies.documents_of_order(order.summary.id)
    return Account(companies.get_company(bought.company), tuple((each, name_of(each)) for each in documents))


def _name(kind: ActorKind, who: UUID | None) -> str:
    return names_of(kind, [who]).get(who, "") if who else ""
