"""A real PostgreSQL server for each process that runs tests: what one does, the snapshots of others never see."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as properties

pytest_plugins = ["tests.browser", "tests.flush", "tests.live"]
os.environ.setdefault("ONESHELF_SECRET_KEY", "tests only: not a secret")
properties.register_profile("any machine", deadline=None)  # a busy one is slow, not wrong
properties.load_profile("any machine")
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=256MB", "max_connections=300")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server in each process that runs tests, unless ONESHELF_DATABASE_URL names one for them all.

    The settings are read only afterwards, since they hold its address. A server is not shared: an event counts as
    past when no older transaction of its whole server is under way, and other tests leave theirs open for long.
    """
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return  # it has workers for that, which would inherit that the settings may be read
    if "ONESHELF_DATABASE_URL" not in os.environ:
        _start_server(config)
    os.environ["DJANGO_SETTINGS_MODULE"] = "oneshelf.app.settings"
    assert settings.DATABASES["default"]["NAME"], "the settings name the tests' database"
    # Names with content hashes need `collectstatic`; tests take the files as they lie in the tree.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # A slow hash protects passwords that somebody stole; here they are only compared.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _start_server(config: pytest.Config) -> None:
    from oneshelf.app.postgres import EmbeddedServer

    folder = Path(tempfile.mkdtemp(prefix="oneshelf-test-"))
    folder.chmod(0o755)
    server = EmbeddedServer(folder / "pg", settings=_FAST)
    server.start()
    os.environ["ONESHELF_DATABASE_URL"] = server.url()
    os.environ["ONESHELF_DATA"] = str(folder / "data")

    def end() -> None:
        server.stop()
        shutil.rmtree(folder)

    config.add_cleanup(end)


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Forget the language that a request of an earlier test has left behind in this thread."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Let go of the test gateway's own connections before the database is dropped."""
    from oneshelf.connectors.test_gateway import book

    yield
    book.close()
