"""A database of a command's own: embedded, empty, durable, and gone when the command is through."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def database() -> Iterator[tuple[Path, int]]:
    """Run an embedded server with empty tables, as long as the block runs; gives its folder and a port for the web."""
    folder = Path(tempfile.mkdtemp(prefix="oneshelf-bench-"))
    folder.chmod(0o755)
    port = _free_port()
    os.environ |= {
        "ONESHELF_DATA": str(folder),
        "ONESHELF_WEB_PORT": str(port),
        "ONESHELF_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ONESHELF_LOG_LEVEL": "error",
    }
    os.environ.pop("ONESHELF_DATABASE_URL", None)
    try:
        prepare(folder)
        _oneshelf("database", "start")
        try:
            yield folder, port
        finally:
            _oneshelf("database", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: Path) -> None:
    """Make the tables in a data folder, the one that the environment names."""
    assert os.environ["ONESHELF_DATA"] == str(folder)
    _oneshelf("prepare")


def _oneshelf(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "oneshelf.app", *arguments], check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
