"""QR codes and barcodes as inline SVG without style attributes, which the content security policy forbids."""

from __future__ import annotations

import re

import barcode
import segno
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_QUIET_MODULES = 10  # scanners need that much white at either side of a Code 128 or EAN
_BAR_HEIGHT = 60


def qr_svg(text: str, label: str) -> SafeString:
    """Draw `text` as a QR code (error correction M), black on white in both colour schemes. `label` is read aloud."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, border=3, light="#fff", svgclass=None, lineclass=None)
    opening = format_html('<svg class="ui-code" role="img" aria-label="{}"', label)
    return mark_safe(drawing.replace("<svg", opening, 1))  # noqa: S308  # segno's markup, no text of ours in it


def barcode_svg(value: str, label: str) -> SafeString:
    """Draw `value` as EAN-13 when it is 13 digits, as EAN-8 when it is 8, otherwise as Code 128 (ASCII only).

    What is written as people read GS1 codes, `(01)04006381333931(17)270131(10)A7`, becomes a GS1-128. Of its parts only
    the last one may be of any length: what is between others that may is not said here.
    """
    kind = {13: "ean13", 8: "ean8"}.get(len(value)) if value.isascii() and value.isdigit() else None
    if value.startswith("(01)"):
        kind, value = "gs1_128", re.sub(r"\((\d{2,4})\)", r"\1", value)
    modules = barcode.get(kind or "code128", value).build()[0]
    width = len(modules) + 2 * _QUIET_MODULES
    bars = format_html_join(
        "",
        '<rect x="{}" width="{}" height="{}"/>',
        ((start + _QUIET_MODULES, length, _BAR_HEIGHT) for start, length in _bars(modules)),
    )
    return format_html(
        '<svg class="ui-code" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" '
        'shape-rendering="crispEdges"><rect width="{}" height="{}" fill="#fff"/><g fill="#000">{}</g></svg>',
        label,
        width,
        _BAR_HEIGHT,
        width,
        _BAR_HEIGHT,
        bars,
    )


def _bars(modules: str) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules ('1' or 'G', a guard bar)."""
    runs: list[tuple[int, int]] = []
    start = None
    for position, module in enumerate(modules + "0"):
        dark = module != "0"
        if dark and start is None:
            start = position
        elif not dark and start is not None:
            runs.append((start, position - start))
            start = None
    return runs
