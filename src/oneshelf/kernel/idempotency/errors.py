"""What idempotency refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class IdempotencyKeyReused(Refusal):
    """The `key` came before with another body for the same `operation`."""

    code = "idempotency_key_reused"
    status = 422
    field = "Idempotency-Key"
    operation: str
    key: str
