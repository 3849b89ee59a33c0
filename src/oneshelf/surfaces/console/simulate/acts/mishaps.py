"""What happens to everybody: workers come when they come, and clocks are set."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox import relay
from oneshelf.modules.cases import public as cases
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.surfaces.console.simulate.acts.changing import adopt_changes
from oneshelf.surfaces.console.simulate.acts.ordering import adopt
from oneshelf.surfaces.console.simulate.acts.waiting import adopt_arrivals, adopt_delays
from oneshelf.surfaces.console.simulate.dealings import Case, Order
from oneshelf.surfaces.console.simulate.world import World

LEASE_PATIENCE_S = 10.0
"""How long a dead worker's leases may stand in the way of the next one."""

_SENT = (fulfilment.Method.SHIP, fulfilment.Method.BRING)
"""What may be taken away from a place that has not begun it in time."""

MOST_ROUNDS = 50
"""How often events and jobs may make each other, before they never end."""


def workers_come(world: World) -> str:
    """The relay delivers and jobs are done, while machines die and the bank is moody."""
    finish_work(world)
    return "workers came"


def set_clock(world: World) -> str:
    """A clock is set forward by hours, or back by a minute."""
    by = timedelta(minutes=world.chance.choice((-1, 17, 65, 200)))
    world.clockwork.jump(by)
    return f"the clock went {by}"


def bank_reports(world: World) -> str:
    """The bank makes up its mind about late payments."""
    world.surely(world.bank.decide)
    return "the bank reported"


def finish_work(world: World) -> int:
    """Deliver all events and do all jobs; return how many jobs were refused, and wait for the next time."""
    for _ in range(MOST_ROUNDS):
        world.surely(relay.drain)
        _outlive_leases()
        waiting = list(ProcrastinateJob.objects.filter(id__gt=world.last_job).order_by("id"))
        again = list(ProcrastinateJob.objects.filter(id__in=world.refused_jobs)) if not waiting else []
        if not waiting:
            world.refused_jobs = {job.id for job in again if not _do(world, job)}
            relay.drain()
            if not ProcrastinateJob.objects.filter(id__gt=world.last_job).exists():
                adopt_changes(world)
                _adopt_parcels(world)
                adopt_arrivals(world)
                world.books.follow()
                _adopt_cases(world)
                return len(world.refused_jobs)
        for job in waiting:
            world.last_job = job.id
            if not _do(world, job):
                world.refused_jobs.add(job.id)
    raise AssertionError("events and jobs never come to an end")


def _adopt_parcels(world: World) -> None:
    """Write into the books what workers sent from elsewhere: never more than was uncovered, and nobody else's."""
    moved = [
        order
        for order in world.books.orders.values()
        if order.is_under_way
        and (any(each.state == "open" for each in order.parcels) or any(map(order.uncovered, order.lines)))
    ]
    found = fulfilment.consignments_of([order.id for order in moved])
    for order in moved:
        _take_away(world, order, found[order.id])
    for order in moved:  # one may have what was taken away from another
        adopt(world, order, found[order.id])


def _adopt_cases(world: World) -> None:
    """Write into the books what shoppers have to decide: about goods that are missing, of orders under way."""
    adopt_delays(world)
    for each in cases.to_settle(world.chain.market.id, kind=cases.Kind.LINE_SHORT):
        if each.id in world.books.cases:
            continue
        order = world.books.orders[each.order]
        missing = order.is_under_way and 0 < each.units <= order.uncovered(each.line)
        world.expect(missing, f"a shopper is asked about {each.units} units of {order.number} that nobody misses")
        world.books.cases[each.id] = Case(order.id, each.line, each.units, each.due_at)


def _take_away(world: World, order: Order, found: Sequence[fulfilment.Consignment]) -> None:
    """Write into the books which parcels were taken away from places that had not begun them in time."""
    waiting = {parcel.id: parcel for parcel in order.parcels if parcel.state == "open"}
    for each in found:
        if each.id in waiting and each.state is fulfilment.ConsignmentState.CANCELLED:
            late = each.method in _SENT and each.due_at <= world.now
            world.expect(late, f"a parcel of {order.number} was taken away before its time")
            order.end(waiting[each.id], rejected=True)


def _do(world: World, job: ProcrastinateJob) -> bool:
    task = app.tasks[job.task_name]
    try:
        world.surely(lambda: task(**job.args))
    except Refusal:
        return False
    return True


def _outlive_leases() -> None:
    """Wait until the leases of workers that died are free, and deliver what they had."""
    deadline = time.monotonic() + LEASE_PATIENCE_S
    while any(each.behind for each in outbox.status()):
        assert time.monotonic() < deadline, "a dead worker's subscriptions stand still"
        time.sleep(0.02)
        relay.drain()
