"""Goods as the pages show them: lines of consignments with their pictures and units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.fulfilment.public import Consignment, Line
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places.public import PlaceId
from oneshelf.ui import formats

MOST = 10**9
"""More smallest sale units than anybody picks or corrects at once."""


@dataclass(frozen=True, slots=True)
class Good:
    """A line of a consignment with what the catalogue knows about it: picture, unit, printed barcode.

    `bin` is where a picker finds it, empty when nobody has said so.
    """

    line: Line
    unit: Unit
    picture: str | None
    barcode: str | None
    bin: str = ""
    bin_name: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing of it is left to pick."""
        return not self.line.missing

    @property
    def pieces(self) -> bool:
        """Whether it is counted, not weighed or measured."""
        return self.unit is Unit.EACH

    @property
    def most(self) -> int:
        """How many units can be picked: all but those that are short."""
        return self.line.quantity - self.line.short

    @property
    def one_less(self) -> int:
        """What is picked after one piece was put back."""
        return self.line.picked - 1

    @property
    def one_more(self) -> int:
        """What is picked after one more piece."""
        return self.line.picked + 1


def goods_of(consignments: Iterable[Consignment]) -> list[list[Good]]:
    """Return the goods of each consignment, in its lines' order; one statement for all."""
    each = list(consignments)
    known = catalogue.snapshots(list({line.variant for one in each for line in one.lines}))
    return [[_good(line, known) for line in one.lines] for one in each]


def walked(goods: list[Good], place: PlaceId) -> list[Good]:
    """Return goods in the order in which a walk passes their bins, each with its bin; those without one come last."""
    homes = lots.homes(place, [good.line.variant for good in goods])
    found = [
        replace(good, bin=homes[good.line.variant].code, bin_name=homes[good.line.variant].name)
        if good.line.variant in homes
        else good
        for good in goods
    ]
    first = [each for each in found if each.bin]
    return sorted(first, key=lambda each: (homes[each.line.variant].walk, each.bin, each.line.line)) + [
        each for each in found if not each.bin
    ]


def parse_quantity(text: str, unit: Unit, *, name: str, most: int = MOST, least: int = 0) -> int:
    """Read what somebody typed as smallest sale units. Raises Invalid, with `name` as what it was typed for."""
    cure = _("Write a number from %(least)s to %(most)s.") % {
        "least": formats.quantity_text(least, unit),
        "most": formats.quantity_text(most, unit),
    }
    try:
        quantity = unit.parse(text)
    except ValueError:
        raise Invalid(name=name, value=text[:40], cure=cure) from None
    if not least <= quantity <= most:
        raise Invalid(name=name, value=text[:40], cure=cure)
    return quantity


def picture_of(snapshot: VariantSnapshot | None, width: int = 480) -> str | None:
    """Return the address of an article's picture, if it has one."""
    return catalogue.picture_url(snapshot.picture, width) if snapshot and snapshot.picture else None


def _good(line: Line, known: Mapping[VariantId, VariantSnapshot]) -> Good:
    snapshot = known.get(line.variant)
    return Good(
        line=line,
        unit=snapshot.unit if snapshot else Unit.EACH,
        picture=picture_of(snapshot),
        barcode=catalogue.as_printed(snapshot.gtin) if snapshot and snapshot.gtin else None,
    )
