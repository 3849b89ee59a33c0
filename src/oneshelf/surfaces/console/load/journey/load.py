"""Loads a slice, part by part; each part is one transaction that also notes that it is in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.console.load import models, progress
from oneshelf.surfaces.console.load.journey import calendar, cells, goods, ground, people, plan, shelves, source
from oneshelf.surfaces.console.load.journey.campaigns import load as campaigns
from oneshelf.surfaces.console.load.journey.ids import Ids
from oneshelf.surfaces.console.load.journey.plan import Plan
from oneshelf.surfaces.console.load.journey.sales import Till
from oneshelf.surfaces.console.load.journey.slices import Slice

_BATCH = 2000
"""How many products, price windows, customers or receipt lines a transaction writes."""


class Progress(Protocol):
    """Is told how far a load has come."""

    def begin(self, step: str, total: int) -> None:
        """A step with `total` units of work begins."""

    def advance(self, units: int) -> None:
        """So many units more are in."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has done: the plan that it followed, and in how many transactions; in none when all was in."""

    plan: Plan
    transactions: int

    @property
    def busiest_store(self) -> PlaceId:
        """The store with most purchases of all; it is in every slice."""
        return Ids(self.plan.opened_at).store(self.plan.sites[0].id)

    @property
    def best_customer(self) -> CustomerId:
        """The customer with most orders in the slice."""
        households, orders = np.unique(self.plan.baskets.household, return_counts=True)
        return Ids(self.plan.opened_at).household(int(households[orders.argmax()]))


def load(chosen: Slice, watching: Progress) -> Loaded:
    """Bring slice `chosen` in, or what is missing of it, in transactions of its own, each below a second."""
    with _without_collector():
        return _load(chosen, watching)


def _load(chosen: Slice, watching: Progress) -> Loaded:
    watching.begin("Reading the source", 1)
    about = progress.begin(source.NAME, calendar.weeks_to_shift(clock.now()))
    planned = plan.make(chosen, about.weeks_shifted)
    watching.advance(1)
    ids = Ids(planned.opened_at)
    virtual = ground.open_ground(planned, ids)
    steps = _Steps(about, chosen, watching)
    steps.once("categories", lambda: goods.load_categories(planned, ids))
    articles = list(planned.articles.values())
    steps.pieces("products", len(articles), lambda at: goods.load_articles(articles[at.start : at.stop], ids))
    steps.batched("search", catalogue.rebuild_search)
    steps.pieces("prices", len(planned.windows), lambda at: goods.load_prices(planned, at, ids))
    households = planned.households
    steps.pieces("customers", len(households), lambda at: people.load_households(households[at.start : at.stop], ids))
    steps.once("campaigns", lambda: campaigns.load_groups(planned.mailing, ids))
    offers = planned.mailing.offers
    steps.pieces(
        "coupons", len(offers), lambda at: campaigns.load_offers(planned.mailing, offers[at.start : at.stop], ids)
    )
    for step, filling in (("shelves", planned.filling), ("warehouse", planned.warehouse)):
        write = partial(shelves.load_filling, filling, ids=ids, supplier=virtual.supplier)
        steps.pieces(step, len(filling), write)
    steps.cells(planned, Till(planned, ids, virtual))
    if steps.transactions:
        _tell_planner()
    return Loaded(planned, steps.transactions)


class _Steps:
    """Runs the parts that are not in yet."""

    def __init__(self, about: models.Source, chosen: Slice, watching: Progress) -> None:
        self.about, self.slice, self.watching = about, chosen, watching
        self.transactions = 0

    def once(self, step: str, write: Callable[[], object]) -> None:
        """Do a step that is one transaction."""
        self.pieces(step, 1, lambda _: write())

    def batched(self, step: str, write: Callable[[], object]) -> None:
        """Do a step that opens transactions of its own and may be done twice."""
        self.watching.begin(step.capitalize(), 1)
        if self.slice.name not in progress.done(self.about, step):
            write()
            self._write(step, [self.slice.name], lambda: None)
        self.watching.advance(1)

    def pieces(self, step: str, total: int, write: Callable[[range], object]) -> None:
        """Do a step over `total` rows of this slice by _BATCH at a time."""
        self.watching.begin(step.capitalize(), total)
        done = progress.done(self.about, step)
        for start in range(0, total, _BATCH):
            part, key = range(start, min(start + _BATCH, total)), f"{self.slice.name}/{start}"
            if key not in done:
                self._write(step, [key], partial(write, part))
            self.watching.advance(len(part))

    def cells(self, planned: Plan, till: Till) -> None:
        """Do the weeks of stores that no slice has done yet."""
        every = cells.cells(planned)
        self.watching.begin("Purchases", sum(cell.lines for cell in every))
        done = progress.done(self.about, "sales")
        self.watching.advance(sum(cell.lines for cell in every if cell.key in done))
        for batch in cells.batches(cell for cell in every if cell.key not in done):
            self._write("sales", [cell.key for cell in batch], partial(till.load, batch))
            self.watching.advance(sum(cell.lines for cell in batch))

    def _write(self, step: str, keys: list[str], write: Callable[[], object]) -> None:
        with transaction.atomic():
            write()
            progress.finish(self.about, step, keys)
        self.transactions += 1


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for cycles among millions of rows that have none: it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _tell_planner() -> None:
    """Renew what PostgreSQL knows of the tables' contents: after a load its estimates are far off."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
