"""Jobs of the order book: what has to ask a gateway, and so must not wait in a transaction."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from oneshelf.kernel import clock, jobs
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.orders.actions import fill_search as filling
from oneshelf.modules.orders.actions import promises, take_away
from oneshelf.modules.orders.actions import renew_search as renewing
from oneshelf.modules.orders.actions.recall import recall_shipped
from oneshelf.modules.orders.actions.recall_sold import count_sold, recall_sold
from oneshelf.modules.orders.actions.refund import refund_amendment, refund_undelivered
from oneshelf.modules.orders.types import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.sourcing import public as sourcing

MOST_REHEARSED = 5_000
"""The most orders of one rehearsal, the latest first: some minutes of a worker."""

FILLING_TIME = timedelta(seconds=50)
"""How long one run fills search before it makes room for other jobs."""


@jobs.scheduled("*/5 * * * *")
def note_broken_promises() -> None:
    """Notice what was promised and is not there."""
    promises.note_broken_promises(clock.now())


@jobs.scheduled("*/5 * * * *")
def take_away_missed() -> None:
    """Have parcels sent from elsewhere that their places have not begun in time."""
    take_away.take_away_missed(clock.now())


@jobs.scheduled("* * * * *")
def fill_search() -> None:
    """Let search know of orders that came in without an event; goes on where it stopped, a minute later."""
    filling.fill_search(within=FILLING_TIME)


@jobs.task
def renew_search_of_customer(customer: str) -> None:
    """Let search know a customer's orders by what they are called now. May be repeated."""
    renewing.renew_search_of_customer(CustomerId(UUID(customer)))


@jobs.task
def give_money_back(order: str) -> None:
    """Let go of, or give back, all that a cancelled order has claimed. May be repeated.

    What its provider had taken before it heard that it should let go is given back.
    """
    for claimed in payments.payments_of([UUID(order)])[UUID(order)]:
        held = claimed.state in (PaymentState.PENDING, PaymentState.AUTHORISED)
        payment = payments.void(claimed.id, actor=SYSTEM) if held else claimed
        if payment.refundable:
            payments.refund(payment.id, payment.refundable, UUID(order), actor=SYSTEM)


@jobs.task
def give_difference_back(order: str, amendment: str) -> None:
    """Give back what a change of an order saved its shopper. May be repeated."""
    refund_amendment(OrderId(UUID(order)), UUID(amendment), actor=SYSTEM)


@jobs.task
def take_money(order: str) -> None:
    """Take the money that is held for an order, now that its goods have left. May be repeated.

    What was not found, or never left, is given back at once.
    """
    _capture_held(UUID(order))
    refund_undelivered(OrderId(UUID(order)), actor=SYSTEM)


@jobs.task
def take_money_at_once(order: str) -> None:
    """Take all the money that is held for an order of which some goods were taken along. May be repeated.

    A bank lets only one capture be made, so it is not taken part by part; what never comes is given back later.
    """
    _capture_held(UUID(order))


def _capture_held(order: UUID) -> None:
    for payment in payments.payments_of([order])[order]:
        if payment.state is PaymentState.AUTHORISED:
            payments.capture(payment.id, actor=SYSTEM)


@jobs.task
def rehearse_policy(run: str) -> None:
    """Try a policy on past orders, as `sourcing.begin_rehearsal` asked for it. May be repeated."""
    asked = sourcing.get_rehearsal(sourcing.RehearsalId(UUID(run)))
    past = recall_shipped(asked.market, asked.since, asked.until, most=MOST_REHEARSED)
    sourcing.note_progress(asked.id, 0, len(past))
    policies = [sourcing.policy_at(asked.market, asked.begun_at), sourcing.get_policy(asked.policy).policy]
    try:
        now, then = sourcing.rehearse(
            asked.market, past, policies, progress=lambda done: sourcing.note_progress(asked.id, done, len(past))
        )
    except Exception:
        sourcing.end_rehearsal(asked.id, None)  # said on its page; the job itself is seen among those that failed
        raise
    sourcing.end_rehearsal(asked.id, (now, then))


@jobs.task
def rehearse_promotion(run: str) -> None:
    """Try a promotion on past orders, as `promotions.begin_rehearsal` asked for it. May be repeated: it goes on."""
    asked = promotions.get_rehearsal(promotions.RehearsalId(UUID(run)))
    span = (asked.market, asked.since, asked.until)
    pages = recall_sold(*span, percent=asked.percent, after=asked.reached)
    promotions.rehearse(asked.id, pages, total=count_sold(*span, asked.percent))
