"""The parts of a bundle beyond its first: so many pieces of these goods, and so many of those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.pricing.public import compiled
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.goods import GOODS, GoodsForm, KnownGoods, match_of

MOST_PARTS = 9
"""How many parts a bundle has beyond its first."""

_PART = re.compile(r"b(\d)-pieces")


class PartForm(GoodsForm):
    """So many pieces of some goods; a part without either is left out."""

    pieces = forms.IntegerField(label=_("Pieces"), required=False, min_value=1, max_value=10**9)

    def clean(self) -> dict[str, Any]:
        """Put the part together."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        if any(given[name] for name in GOODS) and not given["pieces"]:
            self.add_error("pieces", _t("Fill this in."))
        given["part"] = compiled.Part(match_of(given), given["pieces"]) if given.get("pieces") else None
        return given

    @property
    def filled(self) -> int:
        """How many of its gaps are filled in."""
        return sum(bool(self[name].value()) for name in ("pieces", *GOODS))

    @property
    def is_open(self) -> bool:
        """Whether it is shown unfolded: a new one, and one in which something is wrong."""
        return not self["pieces"].value() or bool(self.errors)


def parts_of(
    data: Mapping[str, Any] | None, said: Iterable[compiled.Part], *, desk: Desk, goods: KnownGoods, more: str
) -> list[PartForm]:
    """Return the parts as they were sent, or as they are, and one more when `more` is "part"; one at least."""
    known = [{"pieces": each.pieces} | goods.filled(each.match) for each in said]
    sent = [int(each[1]) + 1 for each in map(_PART.fullmatch, data or ()) if each]
    size = max(max(sent, default=0) if data is not None else len(known), 1) + (more == "part")
    rows = [
        PartForm(data, prefix=f"b{at}", desk=desk, goods=goods, initial=known[at] if at < len(known) else {})
        for at in range(min(size, MOST_PARTS))
    ]
    if more == "part":
        rows[-1].fields["pieces"].widget.attrs["autofocus"] = True
    return rows
