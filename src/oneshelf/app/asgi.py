"""The live process as an ASGI application."""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.db import connections

from oneshelf.app import environment, health
from oneshelf.surfaces.live.application import Live
from oneshelf.surfaces.live.hub import Hub
from oneshelf.surfaces.live.listener import Listener

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneshelf.app.settings")
django.setup()


def _readiness() -> tuple[int, dict[str, bool]]:
    """Ask the database from a thread of the pool, whose connection must not stay behind."""
    try:
        return health.readiness()
    finally:
        connections.close_all()


_hub = Hub(most=environment.live_clients())
application = Live(
    hub=_hub,
    listener=Listener(_hub, environment.database_parameters()),
    origin=settings.PUBLIC_URL,
    readiness=_readiness,
)
