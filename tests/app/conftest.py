"""Fixtures for tests of the processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.processes import House, house


@pytest.fixture
def shop() -> Iterator[House]:
    """A house that serves nothing yet."""
    with house() as it:
        yield it


@pytest.fixture
def empty_shop() -> Iterator[House]:
    """A house that has no tables yet."""
    with house(prepared_before=False) as it:
        yield it


@pytest.fixture(scope="module")
def open_shop() -> Iterator[House]:
    """A house that serves, shared by the tests of one file: each leaves it serving."""
    with house() as it:
        it.serve()
        yield it
