"""The web process as a WSGI application."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from oneshelf.app import environment
from oneshelf.app.bodies import Bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneshelf.app.settings")
_pages = get_wsgi_application()

from oneshelf.surfaces.api.handler import PREFIX, ApiHandler  # noqa: E402  # needs the apps, which are ready only now

_api = ApiHandler()


def _answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request: programs by the short way, people through all the middleware."""
    handler = _api if environ["PATH_INFO"].startswith(PREFIX) else _pages
    answer: Iterable[bytes] = handler(environ, start_response)
    return answer


application = Bodies(
    _answer,
    threads=environment.web_threads(),
    most_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    proxied=environment.proxies() > 0,
)
