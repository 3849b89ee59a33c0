"""A sender in a process of its own, so that a test can kill it while a receiver keeps it waiting."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402  Django must be set up first

from oneshelf.kernel.webhooks.sender import Sender  # noqa: E402

if __name__ == "__main__":
    settings.WEBHOOKS_LOCAL = True
    asyncio.run(Sender(lease=timedelta(seconds=1)).run(threading.Event()))
