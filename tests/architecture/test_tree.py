"""What may not lie in the tree: nameless files, words of the workshop, code that others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import agree, texts, tracked

NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
NAMED = {".py", ".js", ".sql"}
CODE = {".py", ".js", ".css", ".sql"}

WORKSHOP = {
    re.compile(r"(?<![\w./-])shared/"): "say it in the docs of the project itself",
    re.compile(r"(?<![\w.])/work/"): "use a path relative to the file, or a setting",
    re.compile(r"(?<![\w.])/tmp\b"): "use the tempfile module (in tests: tmp_path)",
    re.compile(r"(?<![\w.])/(?:home|Users)/\w"): "use a path relative to the file, or a setting",
    re.compile(r"\bissue #\d", re.IGNORECASE): "give the reason itself, in a sentence",
    re.compile(r"\b(?:TODO|FIXME|XXX)\b"): "do it now, or leave it out",
    re.compile(r"\bfor now\b", re.IGNORECASE): "finish it, or say what it is for good",
}
"""Pattern -> cure."""

FOREIGN_FOLDERS = {"vendor", "vendored", "third_party", "node_modules", "bower_components"}
FOREIGN_FILES = re.compile(r"\.min\.(js|css)$|\.(woff2?|ttf|otf|eot|wasm|whl|jar|zip|gz|tgz|bz2|xz|so|dll|map)$")
FOREIGN_HEADER = re.compile(
    r"@license|@preserve|/\*!|Copyright (\(c\)|©|\d{4})|Licensed under the|Permission is hereby granted"
    r"|sourceMappingURL=",
    re.IGNORECASE,
)
LONGEST_LINE = 600
"""Characters; a longer line of script or style was written by a program."""


def misnamed(path: Path) -> Iterator[str]:
    """Say when the name of a code file or one of its folders names nothing."""
    if path.suffix in NAMED and path.parts[0] in {"src", "tests"}:
        for name in NAMELESS & {path.stem, *path.parts[:-1]}:
            yield f"{path}: “{name}” names nothing. Cure: find the noun that these things are about, and name it so."


def workshop_words(path: Path, text: str) -> Iterator[str]:
    """Say where the text speaks of the place it was written in, or of work left undone."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, cure in WORKSHOP.items():
            found = pattern.search(line)
            if found:
                yield f"{path}:{number}: “{found.group()}” means nothing to a reader. Cure: {cure}."


def foreign(path: Path, text: str = "") -> Iterator[str]:
    """Say when a file looks like somebody else's code."""
    cure = "Cure: depend on a package that brings it (static files come from installed packages too)."
    if FOREIGN_FOLDERS & set(path.parts) or FOREIGN_FILES.search(path.name):
        yield f"{path}: looks copied from elsewhere. {cure}"
    if path.suffix in CODE | {".html", ".svg"}:
        head = "\n".join(text.splitlines()[:30])
        found = FOREIGN_HEADER.search(head)
        if found:
            yield f"{path}: carries the notice “{found.group()}”. {cure}"
    if path.suffix in {".js", ".css"} and max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        yield f"{path}: has a line of more than {LONGEST_LINE} characters, so it is generated. {cure}"


def test_every_file_has_a_name_that_says_something() -> None:
    agree(complaint for path in tracked() for complaint in misnamed(path))


def test_nothing_speaks_of_the_workshop() -> None:
    agree(
        complaint
        for path, text in texts()
        if path.name not in {Path(__file__).name, "requirements.lock", "LICENSE"}
        for complaint in workshop_words(path, text)
    )


def test_no_code_of_others_is_copied_in() -> None:
    readable = dict(texts())
    agree(
        complaint
        for path in tracked()
        if path.name != Path(__file__).name
        for complaint in foreign(path, readable.get(path, ""))
    )


@pytest.mark.parametrize(
    "path", ["src/oneshelf/kernel/utils.py", "src/oneshelf/ui/common/card.js", "tests/helpers/things.py"]
)
def test_nameless_files_are_refused(path: str) -> None:
    assert any("Cure:" in complaint for complaint in misnamed(Path(path)))


@pytest.mark.parametrize(
    "line",
    ["see shared/design", "cd /work/main", "open('/tmp/x')", "as in issue #12", "# TODO: more", "good enough for now"],
)
def test_words_of_the_workshop_are_refused(line: str) -> None:
    assert any("Cure:" in complaint for complaint in workshop_words(Path("README.md"), line))


@pytest.mark.parametrize("line", ["GET /associate/work/", "tempfile.mkdtemp()", "src/oneshelf/ui/static/shared/x.css"])
def test_words_of_the_shop_are_not(line: str) -> None:
    assert list(workshop_words(Path("README.md"), line)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/oneshelf/ui/static/ui/htmx.min.js", ""),
        ("src/oneshelf/ui/vendor/htmx.js", ""),
        ("src/oneshelf/ui/static/ui/inter.woff2", ""),
        ("src/oneshelf/ui/static/ui/chart.js", "/*! Chart v4 | MIT */"),
        ("src/oneshelf/kernel/uuid.py", "# Copyright (c) 2019 Somebody"),
        ("src/oneshelf/ui/static/ui/all.css", "a{}" * 300),
    ],
)
def test_code_of_others_is_refused(path: str, text: str) -> None:
    assert any("Cure:" in complaint for complaint in foreign(Path(path), text))
