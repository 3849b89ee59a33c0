"""Every surface is asked by tests that count its questions to the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


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
