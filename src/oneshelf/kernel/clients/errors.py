"""What clients refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownClient(Refusal):
    """No client has that id."""

    code = "unknown_client"
    status = 404
    field = "client"
    client: str


@dataclass(eq=False)
class UnknownPermission(Refusal):
    """Nothing in the house asks for a permission named `permission`."""

    code = "unknown_permission"
    status = 422
    field = "permissions"
    permission: str
