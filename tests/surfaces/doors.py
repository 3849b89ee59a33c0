"""Every door of the web process: each route of the URLconf with each method that it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, converters, reverse
from django.urls.resolvers import RoutePattern

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


def doors(patterns: list[URLPattern | URLResolver], above: str = "", within: str = "") -> Iterator[Door]:
    """Walk `patterns`; a route without a name has the empty one."""
    for each in patterns:
        written = above + str(each.pattern)
        if isinstance(each, URLResolver):
            namespace = f"{within}{each.namespace}:" if each.namespace else within
            yield from doors(each.url_patterns, written, namespace)
            continue
        name = f"{within}{each.name}" if each.name else ""
        for method in methods(each.callback, each.name) or ["GET"]:
            yield Door(method, name, written, _samples(each), each.callback)


def methods(view: Callable[..., Any], name: str | None = None) -> list[str]:
    """Return the methods that a view says it takes under the route `name`; none when it does not say."""
    operations = _operations(view)
    if operations:
        named = [each for each in operations if name in {getattr(each, "url_name", None), each.view_func.__name__}]
        return sorted({method for each in named or operations for method in each.methods})
    if hasattr(view, "view_class"):
        return [method for method in _SENT if hasattr(view.view_class, method.lower())]
    while view is not None:
        given = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in given:  # require_safe, require_POST, require_http_methods
            return [method for method in _SENT if method in given["request_method_list"]]
        view = getattr(view, "__wrapped__", None)
    return []


def _operations(view: Callable[..., Any]) -> list[Any]:
    """The operations of a path of the API: django-ninja keeps them in the closure of the path's view."""
    owner = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
    return getattr(owner, "operations", [])


def _samples(each: URLPattern) -> dict[str, Any]:
    if not isinstance(each.pattern, RoutePattern):
        return dict.fromkeys(each.pattern.regex.groupindex, "nowhere")
    kinds = {converters.UUIDConverter: NOWHERE, converters.IntConverter: 1}
    return {name: kinds.get(type(kind), "nowhere") for name, kind in each.pattern.converters.items()}
