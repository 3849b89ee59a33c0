"""Every surface is asked by tests that count its questions to the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.surfaces.tour import Tour


@pytest.fixture(scope="session", autouse=True)
def _questions_are_kept() -> Iterator[None]:
    from tests.surfaces.questions import KEEPS, QUESTIONS

    yield
    if KEEPS:
        QUESTIONS.keep()


@pytest.fixture(autouse=True)
def _questions_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.test.client import ClientHandler

    from tests.surfaces.questions import counting

    ContentType.objects.clear_cache()
    monkeypatch.setattr(ClientHandler, "get_response", counting(ClientHandler.get_response))


@pytest.fixture
def tour(monkeypatch: pytest.MonkeyPatch) -> Tour:
    """Return a tour whose papers are pages, so that their texts are read too."""
    from django.template.loader import render_to_string

    from oneshelf.ui import paper
    from tests.surfaces.tour import Tour

    def unprinted(template: str, context: dict[str, Any], style: Path) -> bytes:
        return render_to_string(template, context).encode()

    monkeypatch.setattr(paper, "pdf", unprinted)
    monkeypatch.setattr(
        "oneshelf.surfaces.till.paper.pdf", lambda template, context: unprinted(template, context, Path())
    )
    return Tour(monkeypatch)
