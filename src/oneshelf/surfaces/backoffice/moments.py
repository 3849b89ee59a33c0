"""Moments as people type them: on the clocks of a market."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t

from oneshelf.kernel import local_time


class MomentField(forms.DateTimeField):
    """A minute on the clocks of a market: one that its clocks skip, or show twice, is sent back.

    `was` is the moment that the form shows. Sent as it was shown it is still that one, to the second, and also when the
    clocks show its minute twice.
    """

    zone = ZoneInfo("UTC")
    was: datetime | None = None

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: Any) -> datetime | None:
        """Return the instant. Raises ValidationError for what no clock shows, or shows twice, or is too far away."""
        typed: datetime | None = super().clean(value)
        if typed is None:
            return None
        if self.was is not None and typed == self.prepare_value(self.was).replace(second=0, microsecond=0):
            return self.was
        if not local_time.EARLIEST <= typed.replace(tzinfo=UTC) < local_time.LATEST:
            raise forms.ValidationError(_t("Choose a year before 9999, or leave it empty."))
        first, second = (typed.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if first.astimezone(self.zone).replace(tzinfo=None) != typed.replace(tzinfo=None):
            raise forms.ValidationError(_t("Clocks skip this minute that night. Choose an hour earlier or later."))
        if first != second:
            raise forms.ValidationError(
                _t("Clocks show this minute twice that night. Choose an hour earlier or later.")
            )
        return first

    def prepare_value(self, value: Any) -> Any:
        """Show an instant as the market's clocks do."""
        return super().prepare_value(
            value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value
        )

    def to_python(self, value: Any) -> datetime | None:
        """Read what was typed as it is: whose clock it is, `clean` says."""
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None) if value else None
        except ValueError:
            raise forms.ValidationError(_t("Write a day and an hour.")) from None


def read_moment(text: str, zone: str) -> datetime | None:
    """Return the instant that was typed on the clocks of a time zone, None for nothing. Raises ValidationError."""
    field = MomentField()
    field.zone = ZoneInfo(zone)
    return field.clean(text)


def read_on_clocks_of(zone: ZoneInfo, form: forms.Form) -> None:
    """Let each moment that a form asks for be one on the clocks of a time zone."""
    for name, field in form.fields.items():
        if isinstance(field, MomentField):
            field.zone, field.was = zone, form.initial.get(name)
