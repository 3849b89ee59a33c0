"""The live process: Granian with one event loop that streams to every page."""

from __future__ import annotations

from granian.constants import Interfaces

from oneshelf.app import environment, web


def run(host: str) -> None:
    """Serve the streams on `host` and ONESHELF_LIVE_PORT until SIGTERM or SIGINT."""
    web.serve("live", _application, address=host, port=environment.live_port(), interface=Interfaces.ASGI)


def _application() -> web.Application:
    from oneshelf.app.asgi import application

    return application
