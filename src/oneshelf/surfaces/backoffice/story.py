"""What happened to an order: its facts and acts as one timeline, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.cases import public as cases
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order
from oneshelf.modules.payments import public as payments
from oneshelf.ui.formats import money_text


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, and by whom when a person did it."""

    at: datetime
    title: str
    icon: str
    who: str = ""


_FACTS: dict[str, tuple[Promise, str]] = {
    orders.OrderPlaced.TYPE: (_("Order placed"), "receipt-text"),
    orders.OrderReady.TYPE: (_("Everything is ready"), "bell"),
    orders.OrderCompleted.TYPE: (_("Order completed"), "circle-check"),
    orders.OrderCancelled.TYPE: (_("Order cancelled"), "circle-slash"),
    orders.OrderAmended.TYPE: (_("Order changed"), "pencil"),
    orders.OrderSourcedAgain.TYPE: (_("Sent from another place"), "route"),
    orders.LineUnfillable.TYPE: (_("No place can send some of it"), "triangle-alert"),
    orders.PromiseBroken.TYPE: (_("The promised time has passed"), "clock-alert"),
    cases.CaseOpened.TYPE: (_("A case was opened"), "life-buoy"),
    cases.CustomerTold.TYPE: (_("The customer was told by e-mail"), "mail"),
    cases.CaseAssigned.TYPE: (_("Somebody looks after the case"), "user-round"),
    cases.CaseSettledFact.TYPE: (_("The case is settled"), "circle-check"),
    orders.OrderRefunded.TYPE: (_("Money given back"), "undo-2"),
    payments.PaymentAuthorised.TYPE: (_("Money held by the bank"), "shield-check"),
    payments.PaymentCaptured.TYPE: (_("Money taken"), "credit-card"),
    payments.PaymentDeclined.TYPE: (_("Payment declined"), "circle-x"),
    payments.PaymentExpired.TYPE: (_("Payment expired"), "clock-alert"),
    payments.PaymentRefunded.TYPE: (_("Tender paid back"), "undo-2"),
    payments.PaymentVoided.TYPE: (_("Held money let go"), "ban"),
    fulfilment.ConsignmentOpened.TYPE: (_("Sent to be picked"), "circle-dashed"),
    fulfilment.PickingStarted.TYPE: (_("Picking begun"), "shopping-basket"),
    fulfilment.LinesAdded.TYPE: (_("More was put into the consignment"), "circle-plus"),
    fulfilment.LinesWithdrawn.TYPE: (_("Taken out of the consignment"), "circle-slash"),
    fulfilment.ConsignmentRejected.TYPE: (_("The place cannot do it"), "circle-x"),
    fulfilment.LineShort.TYPE: (_("Something was not found"), "triangle-alert"),
    fulfilment.ConsignmentReady.TYPE: (_("Ready to collect"), "bell"),
    fulfilment.ConsignmentCollected.TYPE: (_("Handed over"), "circle-check"),
    fulfilment.ConsignmentPacked.TYPE: (_("Packed"), "package"),
    fulfilment.ConsignmentShipped.TYPE: (_("Shipped"), "truck"),
    fulfilment.ConsignmentDelivered.TYPE: (_("Delivered"), "circle-check"),
    fulfilment.ConsignmentCancelled.TYPE: (_("Consignment cancelled"), "circle-slash"),
    fulfilment.ConsignmentExpired.TYPE: (_("Nobody came to collect"), "clock-alert"),
}
"""Event -> words and icon. An event that is not here is shown by its type."""


_ACTS = {
    "cases.open": _("Opened a case"),
    "cases.settle": _("Settled a case"),
    "amendments.withdrawn": _("A change was withdrawn"),
    "amendments.expired": _("A change was not paid in time"),
}
"""Acts that need no more words than these."""


def story_of(order: Order, consignments: Sequence[UUID], tenders: Sequence[UUID]) -> tuple[Step, ...]:
    """Return what happened to an order, its consignments and payments, the latest first."""
    summary = order.summary
    troubles = [each.id for each in cases.cases_of(summary.id)]
    facts = outbox.history([summary.id, *consignments, *tenders, *troubles])
    steps = [Step(each.occurred_at, *_words(each.type)) for each in facts]
    if orders.OrderPlaced.TYPE not in {each.type for each in facts}:  # recorded history has no events of its own
        steps.append(Step(summary.placed_at, *_words(orders.OrderPlaced.TYPE)))
    steps += _acts(trail.of_subject(trail.Subject("order", summary.id)))
    return tuple(sorted(steps, key=lambda step: step.at)[::-1])  # of one instant, the last written comes first


def _words(kind: str) -> tuple[str, str]:
    words, icon = _FACTS.get(kind, (kind, "circle-dot"))
    return str(words), icon


def _acts(entries: Sequence[trail.Entry]) -> list[Step]:
    names: dict[UUID, str] = {}
    for kind in {entry.actor_kind for entry in entries}:
        ids = {entry.actor_id for entry in entries if entry.actor_kind == kind and entry.actor_id}
        names |= names_of(ActorKind(kind), ids)
    return [
        Step(entry.at, _act(entry), "user-round", names.get(entry.actor_id, "") if entry.actor_id else "")
        for entry in entries
    ]


def _act(entry: trail.Entry) -> str:
    if entry.action in _ACTS:
        return str(_ACTS[entry.action])
    if entry.action == "orders.cancel":
        return _t("Asked to cancel")
    if entry.action == "amendments.awaiting_payment":
        to_pay = Money(entry.detail("to_pay"), entry.detail("currency"))
        return _t("Agreed to a change; %(amount)s to be paid") % {"amount": money_text(to_pay)}
    if entry.action == "amendments.confirmed":
        return _t("A change is done: %(reason)s") % {"reason": amendments.REASON_NAMES[entry.detail("reason")]}
    if entry.action == "orders.amend":
        if not entry.detail("added") and not entry.detail("cancelled"):
            return _t("Changed where it goes or how it is sent")
        amounts = {
            name: money_text(Money(entry.detail(name), entry.detail("currency"))) for name in ("added", "cancelled")
        }
        return _t("Changed: %(added)s added, %(cancelled)s cancelled") % amounts
    if entry.action == "orders.refund":
        amount = Money(entry.detail("amount"), entry.detail("currency"))
        return _t("Asked to give %(amount)s back") % {"amount": money_text(amount)}
    if entry.action == "companies.credit":
        amount = Money(entry.detail("amount"), entry.detail("currency"))
        return _t("Asked to credit %(amount)s") % {"amount": money_text(amount)}
    return entry.action
