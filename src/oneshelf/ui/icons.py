"""Icons as inline SVG, each made once: a page of products draws the same few dozens of times."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

_KEPT = 512


@lru_cache(_KEPT)
def icon_svg(name: str, size: int = 20, label: str = "", css: str = "") -> SafeString:
    """Draw the icon that lucide calls `name`. With `label` it is read aloud, without it is decoration."""
    look = f"ui-icon {css}".strip()
    if label:
        return SafeString(lucide(name, size=size, **{"class": look, "role": "img", "aria-label": label}))
    return SafeString(lucide(name, size=size, **{"class": look, "aria-hidden": "true"}))
