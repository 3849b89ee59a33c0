"""Asking outside services for rates: in time, or not at all."""

from __future__ import annotations

import threading
import time
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from queue import Empty, SimpleQueue

import structlog

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax.types import TaxProvider, TaxRequest

GROUP = "oneshelf.tax"
"""The group of entry points by which packages offer providers. Each names a class without arguments."""

TIMEOUT_S = 0.5
"""How long a shopper may wait for an outside service."""

REST_S = 30.0
"""How long one is not asked again after it failed: nobody else should wait for it."""

_log = structlog.get_logger(__name__)
_resting: dict[str, float] = {}


def installed() -> dict[str, EntryPoint]:
    """Return the providers that are installed, by name."""
    return {each.name: each for each in entry_points(group=GROUP)}


def ask(name: str, request: TaxRequest) -> compiled.Taxes | str:
    """Return what a provider says, or in a word why there is no answer that could be used."""
    if _resting.get(name, 0.0) > time.monotonic():
        return "resting"
    answer = _answer(name, request)
    if isinstance(answer, str):
        _resting[name] = time.monotonic() + REST_S
        _log.warning("tax provider does not answer, the table does", provider=name, reason=answer)
    return answer


def _answer(name: str, request: TaxRequest) -> compiled.Taxes | str:
    given: SimpleQueue[compiled.Taxes | str] = SimpleQueue()
    thread = threading.Thread(target=lambda: given.put(_asked(name, request)), name=f"tax-{name}", daemon=True)
    thread.start()
    try:
        return given.get(timeout=TIMEOUT_S)
    except Empty:
        return "timeout"


def _asked(name: str, request: TaxRequest) -> compiled.Taxes | str:
    try:
        answer = _provider(name).taxes(request)
    except Exception as error:  # it is somebody else's code, which may raise anything, and no reason to stop a sale
        _log.exception("tax provider failed", provider=name)  # with its trace: only its author can mend it
        return type(error).__name__
    return answer if request.classes <= answer.by_class.keys() else "classes missing"


@cache
def _provider(name: str) -> TaxProvider:
    provider: TaxProvider = installed()[name].load()()
    return provider
