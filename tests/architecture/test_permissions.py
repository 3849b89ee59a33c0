"""Permissions are words, so a misspelt one would lock everybody out in silence: each that code asks for is declared."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from oneshelf.kernel import actors
from tests.architecture.tree import agree, import_house, nodes, texts

ASKING = {"may", "may_somewhere", "require", "places_for", "staff_only"}
NAMED = {"view_permission", "edit_permission"}


def undeclared(path: Path, text: str, declared: Collection[str]) -> Iterator[str]:
    """Say which permissions the file asks for that no module declares."""
    for node in nodes(text):
        asked: list[ast.expr] = []
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            asked = node.args[:1] if called in ASKING else []
        elif isinstance(node, ast.Assign) and {getattr(target, "id", "") for target in node.targets} & NAMED:
            asked = [node.value]
        for word in asked:
            if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value not in declared:
                yield (
                    f"{path}:{word.lineno}: nobody declares the permission “{word.value}”. Cure: correct it, or "
                    "declare it with actors.declare_permissions() in its module, with what it lets people do."
                )


def test_every_permission_that_is_asked_for_is_declared() -> None:
    import_house()
    declared = actors.permissions()
    agree(c for path, text in texts(".py", below="src/") for c in undeclared(path, text, declared))


def test_an_undeclared_permission_is_refused() -> None:
    for line in ('actor.require("orders.refnd", at=place)', '@staff_only("orders.refnd")\ndef f(): ...'):
        assert any("Cure:" in complaint for complaint in undeclared(Path("x.py"), line, {"orders.refund"}))
    assert list(undeclared(Path("x.py"), 'view_permission = "orders.refund"', {"orders.refund"})) == []
