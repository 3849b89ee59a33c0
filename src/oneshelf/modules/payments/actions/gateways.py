"""Who takes the payments of which method.

A connector implements the port `Gateway` and registers itself when the house starts.
"""

from __future__ import annotations

from oneshelf.modules.payments.errors import NoGateway
from oneshelf.modules.payments.types import Gateway, Method


class NotInstalled(LookupError):
    """Payments refer to a gateway whose connector is gone."""


_by_method: dict[Method, Gateway] = {}
_by_code: dict[str, Gateway] = {}


def register_gateway(gateway: Gateway, *methods: Method) -> None:
    """Let `gateway` take the payments of `methods` from now on; the last one registered for a method serves it."""
    _by_code[gateway.code] = gateway
    for method in methods:
        _by_method[method] = gateway


def gateway_for(method: Method) -> Gateway:
    """Return the gateway of a method. Raises NoGateway."""
    if method not in _by_method:
        raise NoGateway(method=method.value)
    return _by_method[method]


def installed() -> list[Gateway]:
    """Return every gateway that is there."""
    return list(_by_code.values())


def gateway_named(code: str) -> Gateway:
    """Return the gateway that payments name `code`. NotInstalled when it is gone."""
    if code not in _by_code:
        raise NotInstalled(f"payments refer to the gateway {code!r}, which is not installed; add its connector again")
    return _by_code[code]
