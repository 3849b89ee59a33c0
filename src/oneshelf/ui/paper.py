"""Paper: PDF from our own templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from django.http import HttpResponse
from django.template.loader import render_to_string


def pdf(template: str, context: dict[str, Any], style: Path) -> bytes:
    """Return a template as PDF, styled by the stylesheet at `style`. It loads nothing: neither disk nor net."""
    from weasyprint import CSS, HTML  # a second of start-up and its libraries, for who prints only

    page = HTML(string=render_to_string(template, context), url_fetcher=_nothing)
    written: bytes = page.write_pdf(stylesheets=[CSS(string=style.read_text(encoding="utf-8"))])
    return written


def answer(name: str, template: str, context: dict[str, Any], style: Path) -> HttpResponse:
    """Return a template as PDF that a browser shows at once, and keeps as `name`."""
    said = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf(template, context, style), content_type="application/pdf", headers=said)


def _nothing(url: str, *_given: Any, **_options: Any) -> NoReturn:
    raise ValueError(f"paper loads nothing, yet it asks for {url}")
