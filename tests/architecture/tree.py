"""The files of the house, and how a rule speaks when one of them breaks it."""

from __future__ import annotations

import ast
import importlib
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "oneshelf"
MODULES = SOURCE / "modules"
KERNEL = SOURCE / "kernel"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps or would keep (new ones included, ignored ones not), relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(Path(name) for name in sorted(set(listed.stdout.split("\0")) - {""}) if (ROOT / name).is_file())


def texts(*suffixes: str, below: str = "") -> Iterator[tuple[Path, str]]:
    """The tracked files with one of `suffixes` (all text files when none is given) and what stands in them."""
    for path in tracked():
        if (not suffixes or path.suffix in suffixes) and path.as_posix().startswith(below):
            text = _read(path)
            if text is not None:
                yield path, text


@cache
def _read(path: Path) -> str | None:
    data = (ROOT / path).read_bytes()
    return None if b"\0" in data else data.decode("utf-8")


@cache
def nodes(text: str) -> tuple[ast.AST, ...]:
    """Return every node of a Python file, outermost first."""
    return tuple(ast.walk(ast.parse(text)))


def agree(complaints: Iterable[str]) -> None:
    """Fail with every complaint on a line of its own, when there is any."""
    found = list(complaints)
    if found:
        pytest.fail("\n".join(["", *found]), pytrace=False)


@cache
def import_house() -> None:
    """Import every module of the house, so that whatever registers itself has done so."""
    for path in tracked():
        parts = path.with_suffix("").parts
        if parts[:2] == ("src", "oneshelf") and path.suffix == ".py" and not {"migrations", "__main__"} & {*parts}:
            importlib.import_module(".".join(parts[1:]).removesuffix(".__init__"))
