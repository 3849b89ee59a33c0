"""Signatures by the Standard Webhooks specification 1.0: HMAC-SHA256 over id, timestamp and body."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

BEGINS = "whsec_"
BYTES = 32


def new_secret() -> str:
    """Return a new secret as receivers keep it: whsec_ and base64 of 32 random bytes."""
    return BEGINS + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(message: str, at: int, body: bytes, with_secrets: Iterable[str]) -> dict[str, str]:
    """Return the three headers of message `message` sent at `at` (seconds since 1970), signed with each secret."""
    signed = f"{message}.{at}.".encode() + body
    signatures = (hmac.new(_key(secret), signed, hashlib.sha256).digest() for secret in with_secrets)
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(each).decode()}" for each in signatures),
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(BEGINS))
