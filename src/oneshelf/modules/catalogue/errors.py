"""What the catalogue refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class WrongCheckDigit(Refusal):
    """The last digit of barcode `value` does not follow from the others; `expected` does."""

    code = "wrong_check_digit"
    status = 422
    field = "barcode"
    value: str
    expected: str


@dataclass(eq=False)
class BadKit(Refusal):
    """`sku` cannot be part of the kit `kit`: it is one itself, or is sold as a part of another."""

    code = "bad_kit"
    status = 422
    field = "components"
    kit: str
    sku: str


@dataclass(eq=False)
class BadKitQuantity(Refusal):
    """A kit cannot hold `value` units of `sku`: from 1 to `most`, each article once, at most `most_parts` of them."""

    code = "bad_kit_quantity"
    status = 422
    field = "components"
    sku: str
    value: int
    most: int
    most_parts: int


@dataclass(eq=False)
class SetCodeTaken(Refusal):
    """Another set of articles has code `value` already."""

    code = "set_code_taken"
    field = "code"
    value: str


@dataclass(eq=False)
class NotABarcode(Refusal):
    """`value` is no GTIN-8, -12, -13 or -14 and no ISBN."""

    code = "not_a_barcode"
    status = 422
    field = "barcode"
    value: str


@dataclass(eq=False)
class BarcodeTaken(Refusal):
    """Another variant, with stock-keeping unit `sku`, carries barcode `value` already."""

    code = "barcode_taken"
    field = "barcode"
    value: str
    sku: str


@dataclass(eq=False)
class SkuTaken(Refusal):
    """A variant with stock-keeping unit `value` is there already."""

    code = "sku_taken"
    field = "sku"
    value: str


@dataclass(eq=False)
class SlugTaken(Refusal):
    """Another product or category has the address `value` already."""

    code = "slug_taken"
    field = "slug"
    value: str


@dataclass(eq=False)
class BadText(Refusal):
    """The text `name` is empty or longer than `most` characters."""

    code = "bad_text"
    status = 422
    name: str
    value: str
    most: int


@dataclass(eq=False)
class BadMeasure(Refusal):
    """The number `name` (an age, a weight, a size) cannot be `value`; it goes from `least` to `most`."""

    code = "bad_measure"
    status = 422
    name: str
    value: int
    least: int
    most: int


@dataclass(eq=False)
class BadAttribute(Refusal):
    """Attribute `name` has a key or a value that an attribute cannot have."""

    code = "bad_attribute"
    status = 422
    field = "attributes"
    name: str


@dataclass(eq=False)
class OptionsDiffer(Refusal):
    """Variant `sku` has `given` option values where its product has `wanted` options, or has another's values."""

    code = "options_differ"
    status = 422
    field = "option_values"
    sku: str
    given: int
    wanted: int


@dataclass(eq=False)
class CategoryIntoItself(Refusal):
    """Category `slug` cannot move below itself or below one of its own descendants."""

    code = "category_into_itself"
    field = "parent"
    slug: str


@dataclass(eq=False)
class PictureRefused(Refusal):
    """The upload `name` is no picture that can be taken: not JPEG, PNG or WebP, damaged, or too large."""

    code = "picture_refused"
    status = 422
    field = "picture"
    name: str


@dataclass(eq=False)
class ProductChangedMeanwhile(Refusal):
    """Somebody else changed product `slug` since it was read; it is at version `version` now."""

    code = "product_changed_meanwhile"
    slug: str
    version: int


@dataclass(eq=False)
class BadPageMark(Refusal):
    """`value` is not a mark that a page of products gave for the next one."""

    code = "bad_page_mark"
    status = 422
    field = "after"
    value: str


@dataclass(eq=False)
class BadContent(Refusal):
    """The net content of `sku` cannot be measured in `unit`: of what is sold by measure it is the quantity itself."""

    code = "bad_content"
    status = 422
    field = "content"
    sku: str
    unit: str
