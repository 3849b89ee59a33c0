"""Every link between pages leads somewhere, and every page of docs/ is listed in the README beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, agree, texts

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def targets(page: Path, text: str) -> Iterator[tuple[str, Path]]:
    """Yield each link to a file as it is written, and the file."""
    for link in LINK.findall(FENCED.sub("", text)):
        path = link.partition("#")[0]
        if path and ":" not in path:
            yield link, (ROOT / page).parent / path


def dead_links(page: Path, text: str) -> Iterator[str]:
    """Say which links of `page` lead nowhere."""
    for link, target in targets(page, text):
        if not target.exists():
            yield f"{page} links to {link}, which is not there. Cure: correct the link or take it out."


def unlisted(page: Path, listing: str) -> Iterator[str]:
    """Say if the README beside `page` does not link to it."""
    readme = page.with_name("README.md")
    if (ROOT / page).resolve() not in {target.resolve() for _, target in targets(readme, listing)}:
        yield f"{readme} does not list {page.name}, so nobody finds it. Cure: add a line with a link."


def test_every_link_leads_somewhere() -> None:
    agree(complaint for page, text in texts(".md") for complaint in dead_links(page, text))


def test_every_page_is_listed() -> None:
    pages = dict(texts(".md", below="docs/"))
    agree(
        complaint
        for page in pages
        if page.name != "README.md"
        for complaint in unlisted(page, pages[page.with_name("README.md")])
    )


def test_a_dead_link_and_an_unlisted_page_are_found() -> None:
    page = Path("docs/guides/cashier.md")
    assert len(list(dead_links(page, "[a](operator.md) [b](gone.md) [c](https://example.com/gone.md)"))) == 1
    assert list(unlisted(page, "- [Selling](cashier.md)")) == []
    assert len(list(unlisted(page, "- [Keeping](operator.md)"))) == 1
