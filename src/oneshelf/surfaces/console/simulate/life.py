"""A life: days of steps, and what must hold after each of them."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.kernel import caches, jobs
from oneshelf.kernel.audits import one_moment
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.console.audit.proof import checks
from oneshelf.surfaces.console.simulate.acts import (
    bringing,
    changing,
    deciding,
    fulfilling,
    mishaps,
    onward,
    ordering,
    ruling,
    selling_ahead,
    shopping,
    supplying,
)
from oneshelf.surfaces.console.simulate.bank import Bank
from oneshelf.surfaces.console.simulate.books import Books
from oneshelf.surfaces.console.simulate.chain import Chain, open_chain
from oneshelf.surfaces.console.simulate.clockwork import Clockwork
from oneshelf.surfaces.console.simulate.comparing import differences
from oneshelf.surfaces.console.simulate.faults import Fuse
from oneshelf.surfaces.console.simulate.world import World

Act = Callable[[World], str]

ACTS: dict[str, tuple[Act, int]] = {
    "begin": (shopping.begin, 14),
    "begin_by_phone": (shopping.begin_by_phone, 4),
    "begin_where_it_lacks": (shopping.begin_where_it_lacks, 7),
    "begin_where_it_is_sold_ahead": (shopping.begin_where_it_is_sold_ahead, 7),
    "choose_again": (shopping.choose_again, 3),
    "pay": (shopping.pay, 14),
    "complete": (shopping.complete, 16),
    "place_by_program": (ordering.place_by_program, 10),
    "sell_at_till": (ordering.sell_at_till, 10),
    "sell_cart_at_till": (ordering.sell_cart_at_till, 3),
    "sell_onward": (onward.sell_onward, 6),
    "work": (fulfilling.work, 26),
    "van_comes": (bringing.van_comes, 6),
    "deliver": (fulfilling.deliver, 5),
    "give_up_parcel": (fulfilling.give_up_parcel, 2),
    "give_back_work": (fulfilling.give_back_work, 3),
    "choose_way": (deciding.choose_way, 6),
    "change_order": (changing.change_order, 7),
    "pay_for_change": (changing.pay_for_change, 4),
    "cancel_order": (fulfilling.cancel_order, 4),
    "take_back": (fulfilling.take_back, 5),
    "order_goods": (supplying.order_goods, 6),
    "receive_goods": (supplying.receive_goods, 9),
    "send_goods": (supplying.send_goods, 4),
    "take_in_goods": (supplying.take_in_goods, 6),
    "keep_apart": (supplying.keep_apart, 3),
    "count": (supplying.count, 2),
    "correct": (supplying.correct, 3),
    "keep_back": (ruling.keep_back, 4),
    "set_apart": (ruling.set_apart, 4),
    "sell_ahead": (selling_ahead.sell_ahead, 6),
    "workers_come": (mishaps.workers_come, 4),
    "set_clock": (mishaps.set_clock, 3),
    "bank_reports": (mishaps.bank_reports, 3),
}
"""What may happen in a step, and how often."""

ACTS_A_DAY = 20
"""How many steps a day has: so many that two hundred days take 160 s of processor time, 100 s of it Python's."""

TROUBLE = 3
"""Of how many hundred acts a machine dies, and how many hundred questions to the bank are lost."""

NIGHTS = (timedelta(minutes=3), timedelta(minutes=90), timedelta(minutes=3))
"""How long workers wait between their rounds of the night: for unanswered questions, and for forgotten holds."""


@dataclass(frozen=True, order=True)
class Step:
    """Step `number` of a day, both from 1."""

    day: int
    number: int
    act: str


@dataclass
class Life:
    """Lives a seed, day by day. `left_out` are steps that do not happen."""

    seed: int
    acts_a_day: int = ACTS_A_DAY
    trouble: int = TROUBLE
    left_out: Collection[Step] = ()
    told: list[tuple[Step, str]] = field(default_factory=list)
    audits: bool = True

    def plan(self, day: int) -> list[Step]:
        """Return the steps of a day, as the seed wants them."""
        chance = random.Random(f"{self.seed} {day} plan")
        names, weights = list(ACTS), [weight for _, weight in ACTS.values()]
        drawn = chance.choices(names, weights, k=self.acts_a_day)
        return [Step(day, number, name) for number, name in enumerate(drawn, start=1)]

    @contextmanager
    def begun(self, opening: Callable[[], tuple[Chain, Books]] = open_chain) -> Iterator[World]:
        """Open the chain; time, ids and the bank are this life's, as long as the block runs."""
        clockwork, bank, fuse = Clockwork(self.seed), Bank(), Fuse()
        with ExitStack() as stack:
            stack.enter_context(clockwork.running())
            stack.enter_context(fuse.fitted())
            stack.enter_context(taking_cards(bank))
            stack.enter_context(remembering())
            for chore in chores():
                chore()
            chain, books = opening()
            world = World(chain, books, bank, clockwork, fuse, self.trouble)
            world.last_job = max(ProcrastinateJob.objects.values_list("id", flat=True), default=0)
            yield world

    def live(self, world: World, day: int) -> list[str]:
        """Live a day and its night; return what does not agree afterwards, nothing if all does."""
        steps = self.plan(day)
        for step in steps:
            if step not in self.left_out:
                problem = self._take(world, step, len(steps))
                if problem:
                    return [problem]
        try:
            sleep(world, day)
        except Exception as error:
            return [f"in the night: {''.join(traceback.format_exception(error)[-3:])}"]
        return self.proof(world)

    def proof(self, world: World) -> list[str]:
        """Return in what way the shop is not as the books say, and what the audit finds."""
        wrong = differences(world)
        if self.audits and not wrong:
            with one_moment():
                wrong = [f"{check.title}: {found}" for check in checks() for found in check.find()]
        return wrong

    def _take(self, world: World, step: Step, of: int) -> str | None:
        world.clockwork.begin(step.day, step.number, of)
        world.bank.chance, world.bank.trouble = world.clockwork.chance, self.trouble
        try:
            happened = ACTS[step.act][0](world)
        except Exception as error:  # whatever it is, it must not happen in a shop
            connection.close()
            self.told.append((step, "went wrong"))
            return f"{step.act}: {''.join(traceback.format_exception(error)[-3:])}"
        self.told.append((step, happened))
        world.happened[step.act] += 1
        return None


def sleep(world: World, day: int) -> None:
    """Let the workers finish all that a day has left, with the bank and the machines at peace."""
    trouble, world.trouble, world.bank.trouble = world.trouble, 0, 0
    world.clockwork.end_of_day(day)
    for round, pause in enumerate(NIGHTS):
        world.clockwork.wait(pause)
        world.bank.decide()
        for chore in chores(often=round > 0):
            chore()
        world.books.forget_holds(world.now)
        world.books.choose_for_the_silent(world.now)
        world.books.expire_parcels(world.now)
        left = mishaps.finish_work(world)
    inventory.tend_fences()  # what the last round gave back
    world.expect(left == 0, f"{left} jobs were refused when everything was at peace")
    world.books.settle()
    world.visits.clear()
    world.trouble = trouble


def chores(often: bool = False) -> list[Callable[[], object]]:
    """Return what the clock starts in a running shop, each once, or what it starts `often`: every few minutes."""
    found: list[Callable[[], object]] = []
    for (name, _), periodic in sorted(app.periodic_registry.periodic_tasks.items()):
        ours = not name.startswith(("oneshelf.kernel.jobs.", "oneshelf.connectors."))
        if ours and (periodic.cron.startswith("*") or not often):
            found.append(partial(_start, periodic.task))
    return found


def _start(task: Any) -> object:
    return task.func(timestamp=int(time.time()), failures=jobs.MOST_RETRIES)  # what fails here is to be seen


@contextmanager
def remembering() -> Iterator[None]:
    """Let this process remember as a web process does, as long as the block runs: it hears what it emits itself."""
    emit = outbox.emit

    def emit_and_hear(drafts: Sequence[outbox.Draft], *, at: datetime | None = None) -> None:
        emit(drafts, at=at)
        for each in drafts:
            caches.forget_after(each.event.TYPE)

    outbox.emit, caches.Cache.hearing = emit_and_hear, True
    try:
        yield
    finally:
        outbox.emit, caches.Cache.hearing = emit, False
        caches.forget_all()


@contextmanager
def taking_cards(bank: Bank) -> Iterator[None]:
    """Let `bank` take the payments of test cards, as long as the block runs."""
    usual = payments.gateway_for(payments.Method.TEST_CARD)
    payments.register_gateway(bank, payments.Method.TEST_CARD)
    try:
        yield
    finally:
        payments.register_gateway(usual, payments.Method.TEST_CARD)
