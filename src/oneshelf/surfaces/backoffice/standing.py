"""What the forms of buffers and fences have in common: goods at a place, for a channel, from when until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.moments import MomentField, read_on_clocks_of

PERMISSION = "inventory.rules"
"""What whoever decides at a place needs there."""


class StandingForm(forms.Form):
    """What is to stand for some goods. Reading it adds the ids of what is named: `variant`, `at` and `by`."""

    place = forms.ChoiceField(label=_("Place"))
    channel = forms.ChoiceField(label=_("Channel"))
    sku = forms.CharField(label=_("SKU"), max_length=100)
    begins = MomentField(label=_("From"), help_text=_("Empty: now"))
    ends = MomentField(label=_("Until"))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given)
        read_on_clocks_of(desk.zone, self)
        self.places, self._channels = desk.places_for(PERMISSION), desk.channels
        self.offer("place", [(each.code, each.name) for each in self.places.values()])
        self.offer("channel", [(each.code, each.name) for each in self._channels.values()])

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Let a field offer `choices`."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Read what is named."""
        given: dict[str, Any] = super().clean() or {}
        sku = given.get("sku", "").strip()
        given["variant"] = catalogue.variants_by_sku([sku]).get(sku) if sku else None
        if sku and given["variant"] is None:
            self.add_error("sku", _t("There is no such article."))
        given["at"] = next((key for key, each in self.places.items() if each.code == given.get("place")), None)
        given["by"] = next((key for key, each in self._channels.items() if each.code == given.get("channel")), None)
        return given
