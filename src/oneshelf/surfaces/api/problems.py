"""Refusals as problem documents (RFC 9457), in the language that the caller asks for."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.local_time import LocalTime
from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Quantity
from oneshelf.surfaces.api.errors import Fault, NotSignedIn, TooManyRequests, WrongMethod

MEDIA_TYPE = "application/problem+json"

_log = structlog.get_logger(__name__)

_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(?P<name>.*)`$")
_UNKNOWN = re.compile(r"^Object contains unknown field `(?P<name>.*)`$")
_MOST_SHOWN = 200
"""Characters of a refused value that a problem repeats."""


class Problem(msgspec.Struct, kw_only=True):
    """What was refused and what to do about it. The refusal's own fields stand beside these."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    cure: str
    field: str | None = None
    value: str | int | bool | None = None


class AtField(Exception):
    """A refusal about one part of the request: `field` is its path ('lines[2].quantity'), `value` what it held."""

    def __init__(self, refusal: Refusal, field: str, value: str | int) -> None:
        super().__init__(refusal)
        self.refusal, self.field, self.value = refusal, field, value


def answer(
    request: HttpRequest,
    refusal: Refusal,
    *,
    field: str | None = None,
    value: str | int | None = None,
    sent: Any = None,
) -> HttpResponse:
    """Return the problem document of `refusal`; `field` and `value`, when given, are more exact than its own.

    A refusal that names a field of the body and not its value tells what `sent`, the body, holds there: an amount or
    anything as short, not whole lists, which hold tokens and addresses.
    """
    with translation.override(translation.get_language_from_request(request)):
        sentence = sentences.describe(refusal)
    details = {name: _plain(given) for name, given in refusal.details.items()}
    field = field or (refusal.name if isinstance(refusal, Invalid) else refusal.field)
    if value is None:
        value = details.get("value", details.get(field or ""))
    if value is None and field is not None and isinstance(sent, dict) and _is_short(sent.get(field)):
        value = _held(sent, field)
    if isinstance(value, dict):
        value = msgspec.json.encode(value).decode()
    problem = Problem(
        type=f"urn:oneshelf:problem:{refusal.code}",
        title=refusal.code.replace("_", " ").capitalize(),
        status=refusal.status,
        detail=sentence.what,
        code=refusal.code,
        cure=sentence.cure,
        field=field,
        value=value[:_MOST_SHOWN] if isinstance(value, str) else value,
    )
    body = msgspec.json.encode(details | msgspec.to_builtins(problem))
    response = HttpResponse(body, status=refusal.status, content_type=MEDIA_TYPE)
    response["Content-Language"] = translation.get_language_from_request(request)
    if isinstance(refusal, NotSignedIn):
        response["WWW-Authenticate"] = "Bearer"
    if isinstance(refusal, TooManyRequests):
        response["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, WrongMethod):
        response["Allow"] = refusal.allowed
    return response


def fault(request: HttpRequest) -> HttpResponse:
    """Log the exception that is being handled under a reference, and return a problem that shows only that."""
    reference = str(new_id())
    _log.exception("the api broke", reference=reference, method=request.method, path=request.path)
    return answer(request, Fault(reference=reference))


def misfit(error: msgspec.ValidationError, sent: Any) -> Invalid:
    """Say which field of the request does not fit, what it held, and what would. `sent` is the request, untyped."""
    found = _AT.match(str(error))
    assert found is not None
    what, path = found["what"], (found["path"] or "$").removeprefix("$").lstrip(".")
    missing, unknown = _MISSING.match(what), _UNKNOWN.match(what)
    if missing:
        return Invalid(name=_join(path, missing["name"]), value="", cure=_("Send it: it is needed."))
    if unknown:
        name = _join(path, unknown["name"])
        return Invalid(name=name, value=_held(sent, name), cure=_("Leave it out, or check how it is spelled."))
    cure = _("It does not fit the description of the API: %(what)s.") % {"what": what}
    return Invalid(name=path or "body", value=_held(sent, path), cure=cure)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _held(sent: Any, path: str) -> str:
    """Return what `sent` holds at `path` ('lines[2].sku') as JSON text; where a path ends early, what is there."""
    for step in re.findall(r"[^.\[\]]+", path):
        try:
            sent = sent[int(step)] if isinstance(sent, list) else sent[step]
        except (LookupError, TypeError, ValueError):
            return ""
    return sent if isinstance(sent, str) else msgspec.json.encode(sent).decode()[:_MOST_SHOWN]


def _is_short(held: Any) -> bool:
    return isinstance(held, str | int) or (isinstance(held, dict) and held.keys() == {"amount", "currency"})


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": value.minor, "currency": value.currency}
    if isinstance(value, Quantity):
        return value.count
    return str(value) if isinstance(value, UUID | datetime | LocalTime) else value
