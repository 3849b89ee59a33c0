"""Size budgets: what cannot be read at one sitting hides something that has no name yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import agree, nodes, texts

FUNCTION = 70
ACTION = (150, "one verb a file: give the second verb a file of its own, or move the decision into rules.py")
BUDGETS: dict[str, tuple[int, str]] = {
    ".py": (400, "split it by noun or verb; a file that keeps growing hides a thing that has no name yet"),
    ".css": (400, "give each component its own file beside its template"),
    ".html": (80, "make a component of what repeats, or a partial of each part of the page"),
    ".js": (250, "make a custom element or a module of each behaviour"),
    ".sql": (150, "split the statement, or let the function call a second one"),
}
"""Suffix -> (most lines, cure)."""


def too_long(path: Path, text: str) -> Iterator[str]:
    """Say what in the file is over its budget, and the cure."""
    lines = len(text.splitlines())
    most, cure = BUDGETS[path.suffix]
    if path.suffix == ".py" and "modules" in path.parts and "actions" in path.parts:
        most, cure = ACTION
    if lines > most:
        yield f"{path}: {lines} lines, the budget is {most}. Cure: {cure}."
    if path.suffix == ".py":
        for node in nodes(text):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION:
                    yield (
                        f"{path}:{node.lineno}: {node.name} has {length} lines, the budget is {FUNCTION}. "
                        "Cure: name its steps, each a function below it in the order they are called."
                    )


def test_nothing_is_over_its_budget() -> None:
    agree(
        complaint
        for path, text in texts(*BUDGETS)
        if "migrations" not in path.parts
        for complaint in too_long(path, text)
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/oneshelf/kernel/money.py", "x = 1\n" * 401),
        ("src/oneshelf/kernel/money.py", "def longest():\n" + "    x = 1\n" * 70),
        ("src/oneshelf/modules/orders/actions/place.py", "x = 1\n" * 151),
        ("src/oneshelf/surfaces/till/templates/till/sale.html", "<p>\n" * 81),
        ("src/oneshelf/surfaces/till/static/till/sale.js", "f();\n" * 251),
        ("src/oneshelf/modules/orders/sql/place.sql", "SELECT 1\n" * 151),
        ("src/oneshelf/ui/tokens.css", "a {}\n" * 401),
    ],
)
def test_a_budget_bites(path: str, text: str) -> None:
    assert any("Cure:" in complaint for complaint in too_long(Path(path), text))


def test_what_is_within_its_budget_is_left_alone() -> None:
    text = "def longest():\n" + "    x = 1\n" * 69
    assert list(too_long(Path("src/oneshelf/modules/orders/actions/place.py"), text)) == []
