"""Lines by SKU become lines by variant, and refusals about a variant become refusals about a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import Buys
from oneshelf.surfaces.api import directory
from oneshelf.surfaces.api.problems import AtField
from oneshelf.surfaces.api.shapes import LabelledLine, WantedLine


@dataclass(frozen=True, slots=True)
class Basket:
    """The lines of a request, found in the catalogue."""

    lines: Sequence[WantedLine]
    by_sku: dict[str, catalogue.VariantSnapshot]

    @property
    def wanted(self) -> tuple[checkout.Wanted, ...]:
        """The lines as checkout takes them."""
        return tuple(checkout.Wanted(self.by_sku[line.sku].variant, line.quantity) for line in self.lines)

    @property
    def snapshots(self) -> dict[catalogue.VariantId, catalogue.VariantSnapshot]:
        """What an order remembers of the variants."""
        return {found.variant: found for found in self.by_sku.values()}

    def pointing(self) -> AbstractContextManager[None]:
        """Name the line, the SKU and the place's code in what is refused about a variant."""
        return pointing_at(lambda: self)

    def located(self, refusal: Refusal) -> AtField | None:
        """Return the refusal at the line that it is about, or None when it is about none."""
        said = str(refusal.details.get("variant", ""))
        skus = {str(found.variant): sku for sku, found in self.by_sku.items()}
        sku = skus.get(said, said)
        at = next((index for index, line in enumerate(self.lines) if line.sku == sku), None)
        if at is None:
            return None
        quantity = "wanted" in refusal.details or refusal.field == "quantity"
        return AtField(
            in_codes(refusal, sku),
            f"lines[{at}].{'quantity' if quantity else 'sku'}",
            self.lines[at].quantity if quantity else sku,
        )


@contextmanager
def pointing_at(basket: Callable[[], Basket]) -> Iterator[None]:
    """Do as `Basket.pointing` for a basket that is looked for only when something is refused."""
    try:
        yield
    except Refusal as refusal:
        located = basket().located(refusal) if "variant" in refusal.details else None
        if located is None:
            raise
        raise located from refusal


def find(lines: Sequence[WantedLine]) -> Basket:
    """Look every SKU up in one statement. Raises NotForSale at the first line whose SKU nobody knows."""
    by_sku = catalogue.snapshots_by_sku([line.sku for line in lines])
    for index, line in enumerate(lines):
        if line.sku not in by_sku:
            raise AtField(checkout.NotForSale(variant=line.sku), f"lines[{index}].sku", line.sku)
    return Basket(lines, by_sku)


def as_labelled(
    basket: Basket, lines: Sequence[LabelledLine], *, market: MarketId, buyer: Buys
) -> tuple[checkout.Wanted, ...]:
    """Return the lines as their labels say them, as checkout takes them. Raises NoPrice.

    Raises WrongLabel, Invalid for another weight than its label says, and what the catalogue says of misread ones, at
    the line.
    """
    labels = [line.label for line in lines]
    try:
        found = checkout.as_labelled(basket.wanted, labels, market=market, buyer=buyer)
    except checkout.WrongLabel as refusal:
        told = [(line.label, str(basket.by_sku[line.sku].variant)) for line in lines]
        at = told.index((refusal.label, refusal.variant))
        raise AtField(in_codes(refusal, lines[at].sku), f"lines[{at}].label", refusal.label) from refusal
    except (catalogue.WrongCheckDigit, catalogue.NotABarcode) as refusal:
        if refusal.value not in labels:
            raise
        raise AtField(refusal, f"lines[{labels.index(refusal.value)}].label", refusal.value) from refusal
    for at, (line, said) in enumerate(zip(lines, found, strict=True)):
        if said.weighed and line.quantity != said.quantity:
            cure = _("Send %(quantity)s, as its label says.") % {"quantity": said.quantity}
            raise Invalid(name=f"lines[{at}].quantity", value=str(line.quantity), cure=cure)
    return tuple(found)


def in_codes(refusal: Refusal, sku: str) -> Refusal:
    """Return the refusal with the SKU for its variant and the place's code for its place."""
    said: dict[str, Any] = {"variant": sku}
    if "place" in refusal.details:
        with suppress(ValueError):  # it is a name already
            said["place"] = directory.place_code(PlaceId(UUID(refusal.details["place"])))
    return replace(refusal, **said)
