"""Secrets at rest: encrypted with a key that is derived from SECRET_KEY, another one for each purpose.

Whoever holds a copy of the database alone reads nothing. A key of before (SECRET_KEY_FALLBACKS) still opens.
What need only be recognised is kept as a `fingerprint`, which nobody can turn back, nor guess without the key.
"""

from __future__ import annotations

import base64
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(Exception):
    """What was sealed was sealed with another SECRET_KEY, or changed."""


def seal(text: str, purpose: str) -> bytes:
    """Return `text` encrypted for `purpose`."""
    return _box(purpose).encrypt(text.encode())


def unseal(sealed: bytes, purpose: str) -> str:
    """Return the text that was sealed for `purpose`. Raises CannotOpen."""
    try:
        return _box(purpose).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise CannotOpen(purpose) from error


def fingerprint(text: str, purpose: str) -> bytes:
    """Return the HMAC-SHA-256 (32 bytes) of `text` for `purpose`, under the key of today."""
    return hmac.digest(_derived(_keys()[0], purpose), text.encode(), "sha256")


def fingerprints(text: str, purpose: str) -> list[bytes]:
    """Return each fingerprint that `text` may have been kept as: under the key of today first, then those of before."""
    return [hmac.digest(_derived(key, purpose), text.encode(), "sha256") for key in _keys()]


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, purpose))) for key in _keys()])


def _keys() -> list[str]:
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@cache
def _derived(key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"oneshelf {purpose}".encode()).derive(key.encode())
