"""Secrets at rest: encrypted with a key that is derived from SECRET_KEY, another one for each purpose.

Whoever holds a copy of the database alone reads nothing. A key of before (SECRET_KEY_FALLBACKS) still opens.
"""

from __future__ import annotations

import base64

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


def _box(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(str(key), purpose))) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"oneshelf {purpose}".encode()).derive(key.encode())
