"""Reads the ONESHELF_* environment variables that the settings are made of."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

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


def count(name: str, default: int, most: int, *, least: int = 1) -> int:
    """Return a variable that counts something, from `least` to `most`."""
    text = os.environ.get(name, str(default))
    if text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise ImproperlyConfigured(f"{name} is {text!r}; write a number from {least} to {most}")


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


def web_workers() -> int:
    """Return how many processes answer web requests (ONESHELF_WEB_WORKERS; one for each core, at most four)."""
    return count("ONESHELF_WEB_WORKERS", min(os.cpu_count() or 1, 4), 64)


def web_threads() -> int:
    """Return how many threads, each with a database connection, every web process has (ONESHELF_WEB_THREADS).

    Two for each core and one more, at most 8: one computes while the others wait for the database.
    """
    return count("ONESHELF_WEB_THREADS", min(2 * (os.cpu_count() or 1) + 1, 8), 256)


def live_clients() -> int:
    """Return how many pages may follow live events at once (ONESHELF_LIVE_CLIENTS, 2000)."""
    return count("ONESHELF_LIVE_CLIENTS", 2000, 50_000)


def log_level() -> str:
    """Return the least level of what is logged (ONESHELF_LOG_LEVEL, info)."""
    level = os.environ.get("ONESHELF_LOG_LEVEL", "info").upper()
    if level in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        return level
    raise ImproperlyConfigured(f"ONESHELF_LOG_LEVEL is {level!r}; write debug, info, warning or error")


def log_file() -> Path | None:
    """Return the file that everything is logged to (ONESHELF_LOG_FILE); None means standard error."""
    given = os.environ.get("ONESHELF_LOG_FILE", "").strip()
    return Path(given).expanduser().absolute() if given else None


def public_url() -> str:
    """Return the address at which people reach the web process (ONESHELF_PUBLIC_URL), without a final slash."""
    return os.environ.get("ONESHELF_PUBLIC_URL", f"http://127.0.0.1:{web_port()}").rstrip("/")


def live_url() -> str:
    """Return the address at which pages reach the live process (ONESHELF_LIVE_URL), without a final slash."""
    return os.environ.get("ONESHELF_LIVE_URL", f"http://127.0.0.1:{live_port()}").rstrip("/")


def proxies() -> int:
    """Return how many proxies stand between people and the web process (ONESHELF_PROXIES, 0).

    So many addresses at the end of X-Forwarded-For are believed; attempts to sign in are counted by what they say.
    """
    return count("ONESHELF_PROXIES", 0, most=10, least=0)


def shop_name() -> str:
    """Return what the shop is called on its pages (ONESHELF_SHOP_NAME, Oneshelf)."""
    return os.environ.get("ONESHELF_SHOP_NAME", "").strip() or "Oneshelf"


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


def database_parameters() -> dict[str, Any]:
    """Return what psycopg.connect needs: the parts of ONESHELF_DATABASE_URL, or the embedded server's socket."""
    url = os.environ.get("ONESHELF_DATABASE_URL")
    if not url:
        return {"dbname": "oneshelf", "user": "oneshelf", "host": str(data_folder() / "run")}
    try:
        parameters = conninfo_to_dict(url) if url.startswith(("postgresql://", "postgres://")) else {}
    except psycopg.ProgrammingError:
        parameters = {}
    if not parameters.get("dbname"):
        raise ImproperlyConfigured(
            "ONESHELF_DATABASE_URL is no PostgreSQL address; write postgresql://user:password@host:5432/name"
        )
    return {name: value for name, value in parameters.items() if value is not None}


NEVER_BY_ITSELF = 2**31
"""How often the driver sees a query before it prepares it unasked. Statements of SQL files ask (kernel.sql); without
a number here Django would switch preparing off altogether, for them too."""


def database() -> dict[str, Any]:
    """Return Django's settings of the database. What the address says besides (sslmode, ...) goes to the driver."""
    rest = database_parameters()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "NAME": rest.pop("dbname"),
        "USER": rest.pop("user", ""),
        "PASSWORD": rest.pop("password", ""),
        "HOST": rest.pop("host", ""),
        "PORT": str(rest.pop("port", "")),
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": NEVER_BY_ITSELF, **rest},
    }
