"""Turns the source's shouted abbreviations ('SFT DRNK 2 LITER BTL CARB INCL') into words for a shelf label."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from oneshelf.surfaces.console.load.journey import tables


@cache
def label(text: str) -> str:
    """Return `text` in sentence case with its abbreviations written out."""
    text = re.sub(r"\([^)]*$", "", text)  # the source cuts descriptions at thirty characters
    text = re.sub(r"\bW/(?=\w)", "WITH ", text)
    text = re.sub(r"\bN/A\b", "NON-AEROSOL", text.replace("MISC.", "MISC"))
    text = re.sub(r"(?<=[A-Z]{4}) S\b", "'S", text)
    written = re.sub(r"[A-Z]+(?:'[A-Z]+)?", lambda found: _word(found.group()), text)
    written = re.sub(r"\s*:\s*", ": ", re.sub(r"\s+-\s*|\s*-\s+", ": ", written))
    written = re.sub(r"\s+", " ", written).strip(" /&:,.<=-")
    return written[:1].upper() + written[1:]


@cache
def is_vague(text: str) -> bool:
    """Say whether `text` ('PREMIUM', 'SMOKED/COOKED') does not tell what a thing is unless its category is named."""
    return set(re.findall(r"[A-Z]+", text)) <= set(tables.words("vague"))


@cache
def size(text: str) -> str:
    """Return a package size as printed on a label: '12 PK/12 OZ' as '12 pack/12 oz'."""
    written = re.sub(r"[A-Z]+", lambda found: _units().get(found.group(), found.group().lower()), text)
    return re.sub(r"\s+", " ", re.sub(r"(?<!\d)\.(?=\d)", "0.", written)).strip()


def slug(text: str) -> str:
    """Return `text` for an address: ASCII letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _word(shouted: str) -> str:
    return _abbreviations().get(shouted, shouted.lower())


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["word"] for row in tables.rows("words")}


@cache
def _units() -> dict[str, str]:
    return {row["abbreviation"]: row["unit"] for row in tables.rows("units")}
