"""Reads the ONESHELF_* environment variables that the settings are made of."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_YES, _NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable."""
    text = os.environ.get(name, "1" if default else "0").strip().lower()
    if text in _YES | _NO:
        return text in _YES
    raise ImproperlyConfigured(f"{name} is {text!r}; write 1 or 0")


def port(name: str, default: int) -> int:
    """Return a TCP port variable."""
    text = os.environ.get(name, str(default))
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ImproperlyConfigured(f"{name} is {text!r}; write a port number from 1 to 65535")


def data_folder() -> Path:
    """Return the folder that holds the embedded database, media and secrets (ONESHELF_DATA).

    As root it lies outside any home, since the database runs under a user of its own that must reach it.
    """
    given = os.environ.get("ONESHELF_DATA")
    if given:
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/oneshelf")
    return Path.home() / ".local/share/oneshelf"


def web_port() -> int:
    """Return the port of the web process (ONESHELF_WEB_PORT, 8000)."""
    return port("ONESHELF_WEB_PORT", 8000)


def live_port() -> int:
    """Return the port of the live process (ONESHELF_LIVE_PORT, 8001)."""
    return port("ONESHELF_LIVE_PORT", 8001)


def public_url() -> str:
    """Return the address at which people reach the web process (ONESHELF_PUBLIC_URL), without a final slash."""
    return os.environ.get("ONESHELF_PUBLIC_URL", f"http://127.0.0.1:{web_port()}").rstrip("/")


def live_url() -> str:
    """Return the address at which pages reach the live process (ONESHELF_LIVE_URL), without a final slash."""
    return os.environ.get("ONESHELF_LIVE_URL", f"http://127.0.0.1:{live_port()}").rstrip("/")


def allowed_hosts() -> list[str]:
    """Return the host names that the web process answers to: that of the public address, and loopback."""
    return sorted({urlsplit(public_url()).hostname or "localhost", "localhost", "127.0.0.1"})


def secret_key() -> str:
    """Return ONESHELF_SECRET_KEY, or the key kept in the data folder, made at the first start."""
    given = os.environ.get("ONESHELF_SECRET_KEY")
    if given:
        return given
    kept = data_folder() / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        try:
            os.link(partial, kept)  # whoever links first has made the key; others read it
        except FileExistsError:
            pass
        finally:
            partial.unlink()
    return kept.read_text(encoding="utf-8")


def database() -> dict[str, Any]:
    """Return Django's settings of the database: ONESHELF_DATABASE_URL, or the embedded server's socket."""
    url = os.environ.get("ONESHELF_DATABASE_URL")
    common = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True},
    }
    if not url:
        return common | {"NAME": "oneshelf", "USER": "oneshelf", "HOST": str(data_folder() / "run"), "PORT": ""}
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "ONESHELF_DATABASE_URL is no PostgreSQL address; write postgresql://user:password@host:5432/name"
        )
    socket = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get("host", "")
    return common | {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(socket) or parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
