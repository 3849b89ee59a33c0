"""Decisions about the catalogue: no clock, no database."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from stdnum import ean, gs1_128, isbn

from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.errors import (
    BadAttribute,
    BadContent,
    BadKit,
    BadKitQuantity,
    BadMeasure,
    BadPageMark,
    BadText,
    NotABarcode,
    OptionsDiffer,
    WrongCheckDigit,
)
from oneshelf.modules.catalogue.types import MEASURES, AttributeValue, NewVariant, ProductDescription, Scan, Spelling

K = TypeVar("K", int, str)

LONGEST_TITLE = 200
LONGEST_SKU = 64
LONGEST_DESCRIPTION = 20_000
"""Limits of texts, in characters."""

MOST_OPTIONS = 5
MOST_ATTRIBUTES = 100
OLDEST_AGE = 99
LONGEST_MARGIN = 3650
"""Days before expiry."""

HEAVIEST_G = 100_000_000
LONGEST_MM = 100_000
"""Limits of counts and measures: options and attributes a product, years, grams, millimetres."""

PICTURE_WIDTHS = [240, 480, 960, 1600]
"""The widths in which uploaded pictures are kept, in pixels."""

STATIC = "static:"
"""How the path of a picture begins that some package brings as a static file."""

MOST_PARTS = 50
MOST_OF_A_PART = 10_000
"""Limits of a kit: articles in it, smallest sale units of each."""

_GS1 = re.compile(r"\(01\)\d{14}|01\d{14}(10|11|13|15|17|21|31|39)")
_GS1_MARKS = ("]C1", "]d2", "]Q3", "]e0")
_FIXED = frozenset({"01", "11", "13", "15", "17"})
_FNC1 = "\x1d"
_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_ISBN_10 = re.compile(r"[0-9]{9}[0-9X]")
_HIGHEST_RANK = 2**31 - 1
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})


def check_kit(unit: str, parts: Sequence[tuple[str, int]], *, kit: str) -> None:
    """Raise BadKit unless a kit is sold by the piece and without itself, BadKitQuantity unless it can hold `parts`.

    Parts are SKUs with their smallest sale units.
    """
    if parts and unit != Unit.EACH.value:
        raise BadKit(kit=kit, sku=kit)
    named: set[str] = set()
    for sku, quantity in parts:
        if sku == kit:
            raise BadKit(kit=kit, sku=sku)
        if sku in named or not 1 <= quantity <= MOST_OF_A_PART or len(parts) > MOST_PARTS:
            raise BadKitQuantity(sku=sku, value=quantity, most=MOST_OF_A_PART, most_parts=MOST_PARTS)
        named.add(sku)


def parse_barcode(text: str) -> str:
    """Return the fourteen digits of a GTIN-8, -12, -13, -14 or an ISBN, written with or without hyphens and spaces.

    In-store numbers (prefixes 02 and 20-29) are numbers like any other. Raises NotABarcode, or WrongCheckDigit
    with the digit that would be right.
    """
    written = text.strip().upper().replace(" ", "").replace("-", "")
    if _ISBN_10.fullmatch(written):
        gtin = isbn.to_isbn13(written)
        expected = isbn.to_isbn10(gtin)[-1]
    elif _GTIN.fullmatch(written):
        gtin = written
        expected = ean.calc_check_digit(written[:-1])
    else:
        raise NotABarcode(value=text)
    if written[-1] != expected:
        raise WrongCheckDigit(value=text, expected=expected)
    return str(gtin).zfill(14)


def read_scan(text: str) -> Scan:
    """Read a GTIN or ISBN, or a GS1 code with its lot (10), last day (17, or else 15) and serial number (21).

    A code of a packed portion also says its net weight (310n) or price (392n).

    Scanners send GS1-128 and DataMatrix with a mark before and the separator FNC1 (GS, 0x1d) within, people write
    parentheses. Raises NotABarcode and WrongCheckDigit.
    """
    code = text.strip()
    for mark in _GS1_MARKS:
        code = code.removeprefix(mark)
    code = code.lstrip(_FNC1)
    if not _GS1.match(code):
        return Scan(parse_barcode(text))
    try:
        said = gs1_128.info(_written_out(code), separator=_FNC1)
    except (ValueError, ArithmeticError) as error:  # a measure of no digits is no number to the library
        raise NotABarcode(value=text) from error
    expires, price = said.get("17", said.get("15")), _of_kind(said, "392")
    return Scan(
        parse_barcode(str(said["01"])),
        lot=str(said.get("10", "")),
        serial=str(said.get("21", "")),
        expires_on=expires if isinstance(expires, date) else None,
        weight_g=_grams(said),
        price=price,
    )


def _grams(said: Mapping[str, object]) -> int | None:
    """Return the net weight (310n, in kilograms with n decimals) in whole grams, rounded down; None without any."""
    kilograms = _of_kind(said, "310")
    return int(kilograms * 1000) if kilograms is not None else None


def _of_kind(said: Mapping[str, object], kind: str) -> Decimal | None:
    """Return the number that is said under an identifier whose last digit counts its decimals; None without any."""
    found = next((each for number, each in said.items() if number.startswith(kind)), None)
    return found if isinstance(found, Decimal) else None


def _written_out(code: str) -> str:
    """Return a code that a person wrote with parentheses as a scanner sends it: FNC1 behind what may end anywhere."""
    if not code.startswith("("):
        return code
    parts = re.split(r"\((\d{2,4})\)", code)[1:]
    return "".join(
        number + value + ("" if number in _FIXED or number.startswith("31") else _FNC1)
        for number, value in zip(parts[::2], parts[1::2], strict=True)
    ).rstrip(_FNC1)


def as_printed(gtin: str) -> str:
    """Return a GTIN-14 as it stands below the bars: 8, 12, 13 or 14 digits without needless leading zeros."""
    for length in (8, 12, 13):
        if not gtin[: 14 - length].strip("0"):
            return gtin[14 - length :]
    return gtin


def readable(text: str) -> str:
    """Return what a database can be asked of a text that somebody typed: no NUL, and not endlessly long."""
    return text.replace("\0", "")[:LONGEST_TITLE]


def slug_of(text: str) -> str:
    """Return `text` as part of an address: words of a-z and 0-9 joined by hyphens; 'item' when nothing is left."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_TITLE].strip("-") or "item"


def check_description(product: ProductDescription) -> None:
    """Raise BadText, BadMeasure, BadAttribute or OptionsDiffer unless a product can be described so."""
    check_text("title", product.title, LONGEST_TITLE)
    check_text("tax class", product.tax_class, LONGEST_SKU)
    for name, text, most in (
        ("brand", product.brand, LONGEST_TITLE),
        ("description", product.description, LONGEST_DESCRIPTION),
    ):
        if len(text) > most:
            raise BadText(name=name, value=text[:80], most=most)
    _check_measure("minimum age", product.minimum_age, OLDEST_AGE)
    for key, value in product.attributes.items():
        _check_attribute(key, value)
    if len(product.attributes) > MOST_ATTRIBUTES:
        raise BadMeasure(name="number of attributes", value=len(product.attributes), least=0, most=MOST_ATTRIBUTES)
    if len(product.option_names) > MOST_OPTIONS:
        raise BadMeasure(name="number of options", value=len(product.option_names), least=0, most=MOST_OPTIONS)
    for option in product.option_names:
        check_text("option", option, LONGEST_SKU)


def check_variant(variant: NewVariant, option_names: Sequence[str]) -> None:
    """Raise BadText, BadMeasure, OptionsDiffer, NotABarcode or WrongCheckDigit unless such a variant can be."""
    check_text("SKU", variant.sku, LONGEST_SKU)
    if len(variant.title) > LONGEST_TITLE:
        raise BadText(name="title", value=variant.title[:80], most=LONGEST_TITLE)
    _check_measure("weight (g)", variant.weight_g, HEAVIEST_G)
    if variant.content is not None:
        _check_measure("net content", variant.content.amount, HEAVIEST_G)
        if variant.content.unit not in MEASURES or variant.unit is not Unit.EACH:
            raise BadContent(sku=variant.sku, unit=variant.content.unit.value)
    for name, size in (("length", variant.length_mm), ("width", variant.width_mm), ("height", variant.height_mm)):
        _check_measure(f"{name} (mm)", size, LONGEST_MM)
    if not 0 <= variant.margin_days <= LONGEST_MARGIN:
        raise BadMeasure(name="margin (days)", value=variant.margin_days, least=0, most=LONGEST_MARGIN)
    if len(variant.option_values) != len(option_names) or not all(value.strip() for value in variant.option_values):
        raise OptionsDiffer(sku=variant.sku, given=len(variant.option_values), wanted=len(option_names))
    for barcode in variant.barcodes:
        parse_barcode(barcode)


def check_text(name: str, text: str, most: int) -> None:
    """Raise BadText unless `text` says something in at most `most` characters."""
    if not text.strip() or len(text) > most:
        raise BadText(name=name, value=text[:80], most=most)


def check_set(code: str, name: str) -> str:
    """Return the code of a set as it is kept. Raises BadText unless code and name say something."""
    check_text("name", name, LONGEST_TITLE)
    check_text("code", code, LONGEST_TITLE)
    return slug_of(code)


def brand_tag(brand: str) -> str:
    """Return the tag of articles of a brand, however its letters are written."""
    return f"b:{' '.join(brand.casefold().split())}"


def tags_of(
    variant: UUID, product: UUID, brand: str, categories: Iterable[UUID], sets: Iterable[UUID]
) -> tuple[str, ...]:
    """Return the tags by which rules know an article, sorted."""
    tags = {f"v:{variant}", f"p:{product}", *(f"c:{each}" for each in categories), *(f"s:{each}" for each in sets)}
    return tuple(sorted(tags | {brand_tag(brand)} if brand.strip() else tags))


def _check_measure(name: str, value: int | None, most: int) -> None:
    if value is not None and not 1 <= value <= most:
        raise BadMeasure(name=name, value=value, least=1, most=most)


def _check_attribute(key: str, value: AttributeValue) -> None:
    texts = value if isinstance(value, list) else [value]
    right = all(isinstance(each, str) for each in texts) if isinstance(value, list) else isinstance(value, str | int)
    if not (_ATTRIBUTE.fullmatch(key) and right):
        raise BadAttribute(name=key)


def as_query(words: Sequence[Spelling], text: str) -> tuple[str, str]:
    """Return what to match and what to rank higher, as two tsquery texts, for the words of a search.

    Every word must be there: begun so where the catalogue knows such words, one of its likely spellings where it
    does not. The whole text may also be one code: a SKU in any punctuation, or any form of a barcode.
    """
    begun = " & ".join(f"({' | '.join(_alternatives(word))})" for word in words)
    exact = " & ".join(f"'{word.word}'" for word in words)
    codes = [f"'{code}'" for code in _codes(text)]
    return " | ".join([f"({begun})", *codes]), " | ".join([f"({exact})", *codes])


def understood_as(words: Sequence[Spelling]) -> str:
    """Return the words of a search with each unknown one in its likeliest spelling."""
    return " ".join(word.word if word.known or not word.alternatives else word.alternatives[0] for word in words)


def _alternatives(word: Spelling) -> list[str]:
    begun = "" if len(word.word) == 1 else ":*"  # half the catalogue begins with some letter
    return [f"'{word.word}'{begun}", *(f"'{other}'" for other in word.alternatives)]


def _codes(text: str) -> list[str]:
    squeezed = "".join(re.findall(r"[a-z0-9]+", text.lower()))
    codes = [squeezed] if squeezed else []
    with suppress(NotABarcode, WrongCheckDigit):  # most searches are no barcodes
        codes.append(parse_barcode(text))
    return codes


def page_mark(key: str | int, product: UUID) -> str:
    """Return the mark behind which the next page begins; opaque to whoever keeps it."""
    return base64.urlsafe_b64encode(json.dumps([key, product.hex]).encode()).decode().rstrip("=")


def read_page_mark(mark: str, kind: type[K]) -> tuple[K, UUID]:
    """Return what `page_mark` was given. Raises BadPageMark for anything that it did not make."""
    with suppress(binascii.Error, ValueError, TypeError, AttributeError):  # all of them are refused below
        key, product = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if type(key) is kind and (not isinstance(key, int) or abs(key) <= _HIGHEST_RANK):
            return key, UUID(product)
    raise BadPageMark(value=mark[:80])


def depth_of(path: str) -> int:
    """Return how many categories a path names; none for the empty path above them all."""
    return path.count("/")


def moved_path(path: str, old: str, new: str) -> str:
    """Return the path of a category below `old` once `old` has become `new`."""
    assert path.startswith(old), f"{path} does not lie below {old}"
    return new + path.removeprefix(old)


def picture_widths(width: int) -> list[int]:
    """Return the widths in which a picture that comes `width` pixels wide is kept, narrowest first."""
    return [each for each in PICTURE_WIDTHS[:-1] if each < width] + [min(width, PICTURE_WIDTHS[-1])]


def picture_name(picture: UUID, width: int) -> str:
    """Return the name in the media storage of a picture in one width."""
    return f"catalogue/{picture}/{width}.webp"


def picture_files(path: str) -> list[str]:
    """Return the names in the media storage of all widths of the picture at `path`; none for a static file."""
    if path.startswith(STATIC):
        return []
    folder, _, file = path.rpartition("/")
    widest = int(file.removesuffix(".webp"))
    return [f"{folder}/{width}.webp" for width in picture_widths(widest)]


def fitting_file(path: str, width: int) -> str:
    """Return the narrowest kept width of a picture that is still `width` pixels wide, or the widest there is."""
    files = picture_files(path)
    wide = [file for file in files if int(file.rpartition("/")[2].removesuffix(".webp")) >= width]
    return (wide or files)[0 if wide else -1]
