"""Two questions that balancers and the supervisor ask: are you alive (/healthz), can you work (/readyz)?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

LIVENESS, READINESS = "/healthz", "/readyz"

_log = structlog.get_logger(__name__)


class HealthMiddleware:
    """Answers both before anything else: a balancer asks by number, not by name, and needs no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == LIVENESS:
            return JsonResponse({"alive": True})
        if request.path_info == READINESS:
            status, checks = readiness()
            return JsonResponse(checks, status=status)
        return self._get_response(request)


def readiness() -> tuple[HTTPStatus, dict[str, bool]]:
    """Return 200, or 503 when one fails: database reachable, migrations applied, disk writable.

    Uses this thread's database connection. The reasons go to the log: strangers may ask, too.
    """
    database = _database_answers()
    checks = {"database": database, "migrations": database and _migrations_applied(), "disk": _disk_writable()}
    return (HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE), checks


def _database_answers() -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        connection.close()
        _log.warning("the database does not answer", reason=str(error))
        return False
    return True


def _migrations_applied() -> bool:
    try:
        return _nothing_to_migrate()
    except (_Outstanding, Error) as error:
        _log.warning("migrations are not applied", reason=str(error))
        return False


def outstanding_migrations() -> list[str]:
    """Return the names of the migrations that the database lacks, in the order in which they would run."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


class _Outstanding(Exception):
    """Migrations that the database lacks. An exception, so that only the good answer is remembered."""


@cache
def _nothing_to_migrate() -> bool:
    if lacking := outstanding_migrations():
        raise _Outstanding(", ".join(lacking))
    return True


def _disk_writable() -> bool:
    folder = settings.MEDIA_ROOT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0")
            probe.flush()
    except OSError as error:
        _log.warning("the disk cannot be written", reason=str(error))
        return False
    return True
