"""Two pickers say at the same moment that a line falls short: it is one change, with one event."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.fulfilment import public as fulfilment
from tests.fulfilment.builders import Parcel, open_one

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PICKERS, ROUNDS = 4, 6


def test_a_line_that_falls_short_twice_at_once_is_changed_once() -> None:
    for _ in range(ROUNDS):
        parcel = open_one()
        version = parcel.pick(1).version
        start = Barrier(PICKERS)

        def fall_short(_: int, parcel: Parcel = parcel, start: Barrier = start) -> None:
            start.wait()
            try:
                fulfilment.record_short(parcel.id, 1, actor=SYSTEM)
            finally:
                connection.close()

        with ThreadPoolExecutor(PICKERS) as threads:
            list(threads.map(fall_short, range(PICKERS)))
        assert (parcel.now.lines[0].short, parcel.now.version) == (2, version + 1)
    assert fulfilment.audit() == []
