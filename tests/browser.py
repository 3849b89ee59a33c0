"""A real browser for tests: fixtures `page` (a fresh visitor) and `visitor` (makes more of them), and axe.

Where Chromium is: ONESHELF_CHROMIUM, or `chromium` on the path. A page that reports an error of script or of the
content security policy fails its test, whatever the test asserts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_STEP_LIMIT_MS = 10_000
Visitor = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser process for the run."""
    path = os.environ.get("ONESHELF_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "no Chromium: install it, or say where it is with ONESHELF_CHROMIUM"
    # Playwright keeps an event loop in this thread, at which Django would refuse the tests' own database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Visitor]:
    """Make a page with cookies of its own: `visitor(390, color_scheme="dark")`, further options as Playwright's."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def visit(width: int = 1280, height: int = 900, **options: Any) -> Page:
        options.setdefault("reduced_motion", "reduce")
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(_STEP_LIMIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if _breaks_policy(said.text) else None)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not errors, "the browser reported: " + "; ".join(errors)


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """A fresh visitor at 1280 x 900."""
    return visitor()


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it stands, a line for each element."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found
        for node in violation["nodes"]
    ]


def looked_at(page: Page, name: str) -> None:
    """Let axe look at the page, see that nothing scrolls sideways, and keep a picture of it for whoever asks for them.

    ONESHELF_SHOTS names the folder of pictures.
    """
    if folder := os.environ.get("ONESHELF_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert axe_violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


def _breaks_policy(text: str) -> bool:
    return "Content Security Policy" in text
