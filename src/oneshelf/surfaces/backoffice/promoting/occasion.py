"""Where and when a promotion holds, as it is typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _t

from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.fields import read_minute
from oneshelf.surfaces.backoffice.promoting.goods import GoodsForm


class OccasionForm(GoodsForm):
    """A form that asks for `stores`, and for hours from `after` until `before`."""

    def clean_stores(self) -> tuple[str, ...]:
        """Read codes of places."""
        return _read_places(self.desk, self.cleaned_data["stores"])

    def clean_after(self) -> int | None:
        """Read a time."""
        return read_minute(self.cleaned_data["after"]) if self.cleaned_data["after"] else None

    def clean_before(self) -> int | None:
        """Read a time."""
        return read_minute(self.cleaned_data["before"]) if self.cleaned_data["before"] else None


def _read_places(desk: Desk, text: str) -> tuple[str, ...]:
    """Return codes of places. Raises ValidationError for one that is none."""
    written = [each.strip() for each in text.split(",") if each.strip()]
    known = {each.code for each in places.list_places(desk.market.id)} if written else set()
    for code in written:
        if code not in known:
            raise forms.ValidationError(_t("There is no place “%(code)s”.") % {"code": code})
    return tuple(dict.fromkeys(written))
