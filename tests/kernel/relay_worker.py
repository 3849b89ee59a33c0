"""A worker that delivers lamps' events slowly, so that a test can kill it in the middle of a page."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from datetime import timedelta

import django

django.setup()

from oneshelf.kernel.outbox.events import Record  # noqa: E402  Django must be set up first
from oneshelf.kernel.outbox.relay import Relay  # noqa: E402
from oneshelf.kernel.outbox.subscriptions import Subscription  # noqa: E402
from tests.kernel.lamps import leave_effects  # noqa: E402


def _slowly(records: Sequence[Record]) -> None:
    leave_effects(records[:5], pause_s=0.01)
    sys.stdout.write(f"in a page of {len(records)}\n")
    sys.stdout.flush()
    leave_effects(records[5:], pause_s=0.01)


if __name__ == "__main__":
    reader = Subscription("lamps", ("lamps.*",), _slowly, batch=20)
    Relay(wanted={"lamps": reader}, lease=timedelta(seconds=int(sys.argv[1]))).run(threading.Event())
