"""Where mails go: to the mail server of ONESHELF_MAIL_URL, or into a folder that only the owner of the data reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.filebased import EmailBackend

from oneshelf.app import environment

SERVER_LIMIT_S = 10
"""The longest that a mail server may take to answer."""


class KeptMails(EmailBackend):
    """Keeps each mail as a file, with what it holds for one person alone, such as the way to a new password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        (environment.data_folder() / "mail").mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(*args, **options)


def settings() -> dict[str, object]:
    """Return Django's settings of mail. ImproperlyConfigured when the address is none of a mail server."""
    host = urlsplit(environment.public_url()).hostname or "localhost"
    sender = os.environ.get("ONESHELF_MAIL_FROM", "").strip() or f"{environment.shop_name()} <no-reply@{host}>"
    url = os.environ.get("ONESHELF_MAIL_URL", "").strip()
    if not url:
        kept: Path = environment.data_folder() / "mail"
        return {
            "DEFAULT_FROM_EMAIL": sender,
            "EMAIL_BACKEND": "oneshelf.app.mails.KeptMails",
            "EMAIL_FILE_PATH": str(kept),
        }
    try:
        parts = urlsplit(url)
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError as error:
        raise _unusable() from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise _unusable()
    return {
        "DEFAULT_FROM_EMAIL": sender,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),  # never a password in the clear
        "EMAIL_TIMEOUT": SERVER_LIMIT_S,
    }


def _unusable() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "ONESHELF_MAIL_URL is no address of a mail server; write smtp://user:password@host:587 or smtps://..."
    )
