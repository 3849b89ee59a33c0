"""How Python is written here, where the linter has no rule of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import agree, nodes, texts

FOUND_BY_STRING = {"get_model", "import_string", "import_module", "__import__"}

LOOKS_AWAY = re.compile(r"# type: ignore(\[[a-z, -]*\])?\s*$")

LEARN = frozenset(
    {"msgspec.convert"} | {f"msgspec.json.{name}" for name in ("decode", "Decoder", "schema", "schema_components")}
)
"""What reads types."""

LOADERS = {Path("src/oneshelf/app/web.py"): "Granian names the application by a string in each of its workers"}
"""Files that may find code by a string -> why."""


def signals(path: Path, text: str) -> Iterator[str]:
    """Say where a signal is imported."""
    for node in nodes(text):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        source = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [f"{source}{alias.name}" for alias in node.names]
        for name in names:
            words = name.split(".")
            if "signals" in words or name.startswith("django.dispatch"):
                yield (
                    f"{path}:{node.lineno}: imports {name}; a signal hides who does what. "
                    "Cure: call it, or emit an event and listen to it in listeners.py."
                )


def found_by_string(path: Path, text: str) -> Iterator[str]:
    """Say where a class or module is looked up by a string, which no checker can follow."""
    for node in nodes(text):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in FOUND_BY_STRING:
                yield (
                    f"{path}:{node.lineno}: {called}() finds code by a string. "
                    "Cure: import it, or let it register itself with a function that you own."
                )


def unexplained(path: Path, text: str) -> Iterator[str]:
    """Say where the type checker is told to look away, and nobody says why."""
    for number, line in enumerate(text.splitlines(), start=1):
        if LOOKS_AWAY.search(line):
            yield (
                f"{path}:{number}: the type checker looks away here, and nobody says why. "
                "Cure: let a type say it, or write the reason behind it as a comment of its own."
            )


def learns_alone(path: Path, text: str) -> Iterator[str]:
    """Say where msgspec is asked for a type, which ends the process when two threads are the first to do so at once."""
    plain = {id(node.func) for node in nodes(text) if isinstance(node, ast.Call) and _takes_one(node)}
    for node in nodes(text):
        named: list[str] = []
        if isinstance(node, ast.Attribute) and (node.attr != "decode" or id(node) not in plain):
            named = [ast.unparse(node)]
        elif isinstance(node, ast.ImportFrom):
            named = [f"{node.module}.{each.name}" for each in node.names]
            named += ["msgspec.json.decode"] if "msgspec.json" in named else []
        for each in LEARN.intersection(named):
            yield (
                f"{path}:{getattr(node, 'lineno', 0)}: {each} learns a type, which threads must not do at once. "
                "Cure: ask kernel/decoding.py for it."
            )


def _takes_one(call: ast.Call) -> bool:
    return len(call.args) == 1 and not call.keywords


def _source() -> Iterator[tuple[Path, str]]:
    return ((path, text) for path, text in texts(".py", below="src/") if "migrations" not in path.parts)


def test_no_signals() -> None:
    agree(complaint for path, text in _source() for complaint in signals(path, text))


def test_nothing_is_found_by_a_string() -> None:
    agree(complaint for path, text in _source() if path not in LOADERS for complaint in found_by_string(path, text))


def test_whoever_silences_the_type_checker_says_why() -> None:
    agree(complaint for path, text in _source() for complaint in unexplained(path, text))


def test_types_are_learnt_in_one_place() -> None:
    elsewhere = ((path, text) for path, text in _source() if path != Path("src/oneshelf/kernel/decoding.py"))
    agree(complaint for path, text in elsewhere for complaint in learns_alone(path, text))


@pytest.mark.parametrize(
    "line",
    [
        "msgspec.convert(said, Kind)",
        "msgspec.json.Decoder(Kind)",
        "msgspec.json.decode(text, type=Kind)",
        "partial(msgspec.json.decode, type=Kind)",
        "msgspec.json.schema(Kind)",
        "from msgspec import convert",
        "from msgspec import json",
    ],
)
def test_learning_a_type_elsewhere_is_refused(line: str) -> None:
    assert any("Cure:" in complaint for complaint in learns_alone(Path("x.py"), line))


@pytest.mark.parametrize(
    "line", ["msgspec.json.decode(text)", "msgspec.json.encode(told)", "from msgspec import Struct"]
)
def test_what_learns_no_type_may_be_called(line: str) -> None:
    assert list(learns_alone(Path("x.py"), line)) == []


@pytest.mark.parametrize("line", ["x = y  # type: ignore", "x = y  # type: ignore[arg-type]"])
def test_silence_without_a_reason_is_refused(line: str) -> None:
    assert any("Cure:" in complaint for complaint in unexplained(Path("x.py"), line))
    assert list(unexplained(Path("x.py"), f"{line}  # it has no types")) == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "import django.core.signals",
    ],
)
def test_signals_are_refused(line: str) -> None:
    assert any("Cure:" in complaint for complaint in signals(Path("x.py"), line))


@pytest.mark.parametrize("line", ["apps.get_model('orders', 'Order')", "import_string('a.b')", "__import__('a')"])
def test_finding_by_string_is_refused(line: str) -> None:
    assert any("Cure:" in complaint for complaint in found_by_string(Path("x.py"), line))


def test_unix_signals_are_another_thing() -> None:
    assert list(signals(Path("x.py"), "import signal\nfrom signal import SIGTERM")) == []
