"""Every door of the web process: each route of the URLconf with each method that it takes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, converters, reverse
from django.urls.resolvers import RoutePattern
from django.views.generic.edit import ProcessFormView

NOWHERE = UUID("018f0000-0000-7000-8000-000000000000")
"""The id of nothing: who may pass a door gets 404 behind it."""

_SENT = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Door:
    """A route by its name with namespaces ('storefront:product'), and a method."""

    method: str
    route: str
    pattern: str
    arguments: dict[str, Any] = field(compare=False)
    view: Callable[..., Any] = field(compare=False, repr=False)

    @property
    def key(self) -> str:
        """How the table of access names it."""
        return f"{self.method} {self.route}"

    @property
    def path(self) -> str:
        """An address behind which nothing is, for routes with arguments."""
        return reverse(self.route, kwargs=self.arguments)

    @property
    def takes_json(self) -> bool:
        """Tell whether it is an operation of the API."""
        return bool(_operations(self.view))


def doors(
    patterns: list[URLPattern | URLResolver], above: str = "", within: str = "", given: dict[str, Any] | None = None
) -> Iterator[Door]:
    """Walk `patterns`. A route of ours without a name has the empty one; those of packages are mere redirects."""
    for each in patterns:
        written, arguments = above + str(each.pattern), (given or {}) | _samples(each)
        if isinstance(each, URLResolver):
            namespace = f"{within}{each.namespace}:" if each.namespace else within
            yield from doors(each.url_patterns, written, namespace, arguments)
        elif each.name or each.callback.__module__.startswith(("oneshelf.", "tests.")):
            name = f"{within}{each.name}" if each.name else ""
            for method in methods(each.callback, each.name) or ["GET", "POST"]:
                yield Door(method, name, written, arguments, each.callback)


def methods(view: Callable[..., Any], name: str | None = None) -> list[str]:
    """Return the methods that a view says it takes under the route `name`; none when it does not say."""
    operations = _operations(view)
    if operations:
        named = [each for each in operations if name in {getattr(each, "url_name", None), each.view_func.__name__}]
        return sorted({method for each in named or operations for method in each.methods})
    if hasattr(view, "view_class"):
        own = {method: getattr(view.view_class, method.lower(), None) for method in _SENT}
        return [method for method, handler in own.items() if handler not in {None, ProcessFormView.put}]
    wrapped: Callable[..., Any] | None = view
    while wrapped is not None:
        given = inspect.getclosurevars(wrapped).nonlocals if inspect.isfunction(wrapped) else {}
        if "request_method_list" in given:  # require_safe, require_POST, require_http_methods
            return [method for method in _SENT if method in given["request_method_list"]]
        wrapped = getattr(wrapped, "__wrapped__", None)
    return []


def _operations(view: Callable[..., Any]) -> list[Any]:
    """The operations of a path of the API: django-ninja keeps them in the closure of the path's view."""
    owner = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
    return getattr(owner, "operations", [])


def _samples(each: URLPattern | URLResolver) -> dict[str, Any]:
    if not isinstance(each.pattern, RoutePattern):
        named = dict.fromkeys(each.pattern.regex.groupindex, "nowhere")
        return named | dict(re.findall(r"\(\?P<(\w+)>(\w+)\|", each.pattern.regex.pattern))  # the first of some words
    kinds = {converters.UUIDConverter: NOWHERE, converters.IntConverter: 1}
    return {name: kinds.get(type(kind), "nowhere") for name, kind in each.pattern.converters.items()}
