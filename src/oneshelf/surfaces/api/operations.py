"""How an operation of the API is made.

    @operation("POST", "/orders", summary="Place an order in one call", needs="orders.place", gives=Placed, status=201,
               refuses=(OutOfStock, PriceChanged))
    def place_order(call: Call, body: NewOrder) -> Reply: ...

django-ninja routes and describes; msgspec reads and writes, by the types of the handler's parameters: `body` is the
JSON body, `query` the query, anything else a part of the path (always text). Every refusal becomes a problem document.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from oneshelf.kernel import decoding
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.local_time import EARLIEST, LATEST
from oneshelf.surfaces.api import document, problems
from oneshelf.surfaces.api.calls import Reply, enter, read_body
from oneshelf.surfaces.api.errors import NotJson

api = NinjaAPI(title="Oneshelf", version="1", urls_namespace="api", openapi_url=None, docs_url=None)

Handler = Callable[..., Reply]

_PATH_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Operation:
    """An operation as it is declared; the document is written from it, and each request passes through `answer`."""

    handler: Handler
    method: str
    path: str
    summary: str
    tag: str
    needs: str
    for_shoppers: bool
    gives: Any
    status: int
    refuses: tuple[type[Refusal], ...]
    key_needed: bool

    @property
    def of_checkout(self) -> bool:
        """Whether the caller must show a checkout's secret."""
        return self.path.startswith("/checkouts/{")

    @property
    def of_cart(self) -> bool:
        """Whether the caller must show a cart's secret."""
        return self.path.startswith("/carts/{")

    @property
    def versioned(self) -> bool:
        """Whether the caller must say which version is replaced."""
        return self.of_cart and self.method == "PUT"

    @cached_property
    def _annotations(self) -> dict[str, Any]:
        return inspect.get_annotations(self.handler, eval_str=True)

    @cached_property
    def takes(self) -> Any:
        """The type of the body, or None."""
        return self._annotations.get("body")

    @cached_property
    def asks(self) -> Any:
        """The type of the query, or None."""
        return self._annotations.get("query")

    @cached_property
    def in_path(self) -> list[str]:
        """The names of the path's parameters."""
        return _PATH_PARAMETER.findall(self.path)

    def answer(self, request: HttpRequest, **path: str) -> HttpResponse:
        """Answer one request: the reply, or a problem document."""
        with translation.override(translation.get_language_from_request(request)):
            try:
                return self._reply(request, path).response()
            except Refusal as refusal:
                return problems.answer(request, refusal, sent=_sent(request))
            except problems.AtField as located:
                return problems.answer(request, located.refusal, field=located.field, value=located.value)
            except Exception:  # whatever it was, the caller learns that it is ours, and the log what it was
                return problems.fault(request)

    def _reply(self, request: HttpRequest, path: dict[str, str]) -> Reply:
        call = enter(request, needs=self.needs, for_shoppers=self.for_shoppers)
        given: dict[str, Any] = {name: _text(name, value) for name, value in path.items()}
        if self.asks is not None:
            given["query"] = self._query(request)
        if self.takes is not None:
            read_body(call)
            given["body"] = self._body(call.raw)
        return self.handler(call, **given)

    def _query(self, request: HttpRequest) -> Any:
        sent = {name: _text(name, str(value)) for name, value in request.GET.items() if name != "market"}
        try:
            return decoding.convert(sent, self.asks, strict=False)
        except msgspec.ValidationError as error:
            raise problems.misfit(error, sent) from error

    def _body(self, raw: bytes) -> Any:
        try:
            if b"\\u0000" not in raw:
                return _in_the_calendar(decoding.decode(raw, self.takes))
        except msgspec.ValidationError as error:
            raise problems.misfit(error, _untyped(raw)) from error
        except _NO_JSON as error:
            raise NotJson(reason=str(error)) from error
        raise Invalid(name="body", value="\\u0000", cure=_("Leave the character NUL out."))


def _in_the_calendar(given: Any, path: str = "") -> Any:
    """Return what is to be kept. Raises Invalid for an instant so far away that not every clock can show it.

    One that says no time zone is nobody's to compare: the operation refuses it.
    """
    for name in given.__struct_fields__ if isinstance(given, msgspec.Struct) else ():
        value = getattr(given, name)
        if isinstance(value, datetime) and value.tzinfo and not EARLIEST <= value < LATEST:
            cure = _("Send an instant from year 2 to year 9998; leave out an end that there is not.")
            raise Invalid(name=path + name, value=value.isoformat(), cure=cure)
        _in_the_calendar(value, f"{path}{name}.")
    return given


def _sent(request: HttpRequest) -> Any:
    """Return the body that was read, untyped; None when none was, or when it is no JSON."""
    try:
        return msgspec.json.decode(getattr(request, "_body", b""))
    except _NO_JSON:
        return None


_NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def _untyped(raw: bytes) -> Any:
    """Return what a body that does not fit holds; what was wrong may hide that it is no JSON further on."""
    try:
        return msgspec.json.decode(raw)
    except _NO_JSON as error:
        raise NotJson(reason=str(error)) from error


def operation(
    method: str,
    path: str,
    *,
    summary: str,
    tag: str,
    needs: str,
    gives: Any,
    status: int = 200,
    for_shoppers: bool = False,
    key_needed: bool = False,
    refuses: tuple[type[Refusal], ...] = (),
) -> Callable[[Handler], Handler]:
    """Make a handler an operation of the API: see the module. `needs` is the permission that a client must have."""

    def make(handler: Handler) -> Handler:
        made = Operation(
            handler=handler,
            method=method,
            path=path,
            summary=summary,
            tag=tag,
            needs=needs,
            for_shoppers=for_shoppers,
            gives=gives,
            status=status,
            refuses=refuses,
            key_needed=key_needed,
        )
        declared.append(made)
        api.api_operation(
            [method],
            path,
            response={status: None},
            operation_id=handler.__name__,
            summary=summary,
            tags=[tag],
            url_name=handler.__name__,
            openapi_extra=document.description(made),
        )(_view(made))
        return handler

    return make


declared: list[Operation] = []
"""Every operation of the API."""


def _view(made: Operation) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, **path: str) -> HttpResponse:
        return made.answer(request, **path)

    view.__name__, view.__doc__ = made.handler.__name__, made.handler.__doc__
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)
    path = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=str) for name in made.in_path]
    view.__signature__ = inspect.Signature([request, *path])  # type: ignore[attr-defined]  # what ninja reads
    return view


def _text(name: str, value: str) -> str:
    if "\x00" in value:
        raise Invalid(name=name, value=value.replace("\x00", "\\u0000"), cure=_("Leave the character NUL out."))
    return value
