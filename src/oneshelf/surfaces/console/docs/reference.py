"""Pages of docs/reference as Markdown: every event with its fields, every command with its options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from inspect import cleandoc
from itertools import groupby

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from oneshelf.kernel.outbox.events import Event

_WRITTEN = "<!-- Written by “oneshelf docs”. Change the code's docstrings instead. -->"


def events_page(kinds: Iterable[type[Event]]) -> str:
    """Return the page of all events of the house among `kinds`, by the module that announces them."""
    ours = sorted((kind for kind in kinds if kind.__module__.startswith("oneshelf.")), key=lambda kind: kind.TYPE)
    lines = [
        "# Events",
        _WRITTEN,
        "",
        "Facts that a module announces in the transaction that made them true. Each arrives as a CloudEvents 1.0",
        "envelope with these fields as its `data`. Fields are added, never changed: a change is a new version.",
    ]
    for module, announced in groupby(ours, key=_module):
        lines += ["", f"## {module}"]
        for kind in announced:
            lines += ["", f"### `{kind.TYPE}`", "", cleandoc(kind.__doc__ or ""), "", *_fields(kind)]
    return "\n".join(lines) + "\n"


def _module(kind: type[Event]) -> str:
    return kind.__module__.split(".")[2]


def _fields(kind: type[Event]) -> Iterator[str]:
    yield "| field | type | |"
    yield "|---|---|---|"
    for field in fields(kind):
        given = "" if field.default is MISSING and field.default_factory is MISSING else "may be absent"
        kind_of = field.type if isinstance(field.type, str) else field.type.__name__
        yield f"| `{field.name}` | `{kind_of.replace('|', 'or')}` | {given} |"


def commands_page(root: TyperGroup) -> str:
    """Return the page of every command below `root`, with its arguments and options."""
    lines = ["# Commands", _WRITTEN, "", cleandoc(root.help or ""), "", "Every command also answers to `--help`."]
    for path, command in _commands(root, "oneshelf"):
        lines += ["", f"## `{path}`", "", cleandoc(command.help or command.short_help or "")]
        rows = [row for each in command.params if (row := _parameter(each))]
        if rows:
            lines += ["", "| | |", "|---|---|", *rows]
    return "\n".join(lines) + "\n"


def _commands(group: TyperGroup, path: str) -> Iterator[tuple[str, TyperCommand]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{path} {name}")
        elif isinstance(command, TyperCommand) and not command.hidden:
            yield f"{path} {name}", command


def _parameter(parameter: object) -> str | None:
    if isinstance(parameter, TyperArgument):
        return f"| `{str(parameter.name).upper()}` | {_in_a_cell(parameter.help)} |"
    if isinstance(parameter, TyperOption) and "--help" not in parameter.opts:
        names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
        return f"| {names} | {_in_a_cell(parameter.help)} |"
    return None


def _in_a_cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
