"""People who meet at the same moment, in a shop whose books must be right when all is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.states import WrongState
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.payments import public as payments
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.console.audit.proof import checks
from tests.checkout.builders import Shop, a_shop
from tests.orders.settling import forget_jobs, settle

Deed = Callable[[], object]


@contextmanager
def an_honest_shop() -> Iterator[Shop]:
    """A shop whose books must be right, and where nobody's money or goods may be left behind, when all is over."""
    forget_jobs()
    shop = a_shop()
    yield shop
    settle(done := set[int]())
    later = clock.now() + timedelta(hours=3)
    with clock.told_by(lambda: later):
        checkout.expire_checkouts()
        checkout.give_back_stranded()
        inventory.expire_holds()
        tills.settle_carts()
        settle(done)
        assert payments.stranded(clock.now()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inventory_reservation WHERE state = 'held'")
        assert cursor.fetchone() == (0,), "a hold is left without its checkout"
    assert [(check.title, found) for check in checks() for found in check.find()] == []


def at_once(*deeds: Deed) -> list[object]:
    """Do all deeds at the same moment, each on a connection of its own; refusals are answers, other errors are not."""
    start = Barrier(len(deeds))

    def run(deed: Deed) -> object:
        start.wait()
        try:
            return deed()
        except (Refusal, WrongState) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))
