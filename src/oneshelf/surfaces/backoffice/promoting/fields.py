"""What is typed about promotions: percentages, steps, and things by their codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _t

from oneshelf.modules.pricing.public import compiled
from oneshelf.surfaces.backoffice import amounts

MOST_MINOR = 10**12

_PERCENT = re.compile(r"([0-9]{0,3})(?:[.,]([0-9]{0,2})0*)?")


class PercentField(forms.CharField):
    """A percentage, as hundredths of a percent: 12.5 is 1,250."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=8, widget=forms.TextInput({"inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> int | None:
        """Return basis points, None where nothing was typed. Raises ValidationError for what is no percentage."""
        text = super().clean(value).strip().removesuffix("%").strip()
        return read_percent(text) if text else None


class StepsField(forms.CharField):
    """Steps, the lowest first: `3: 5, 6: 10` is 5 percent less from 3 on, and 10 from 6 on."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, **options)

    def clean(self, value: Any) -> list[tuple[str, int]]:
        """Return pairs of what is reached, as typed, and basis points."""
        written = [each.partition(":") for each in super().clean(value).replace(";", ",").split(",") if each.strip()]
        return [(least.strip(), read_percent(less.strip().removesuffix("%").strip())) for least, _, less in written]


class CodesField(forms.CharField):
    """Codes with commas between; `find` gives what they stand for, by code: the form says how."""

    find: Callable[[list[str]], dict[str, str]]

    def __init__(self, unknown: Any, **options: Any) -> None:
        self._unknown = unknown
        super().__init__(required=False, max_length=2_000, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return what was named, each once. Raises ValidationError for a code that stands for nothing."""
        written = list(dict.fromkeys(each.strip() for each in super().clean(value).split(",") if each.strip()))
        known = self.find(written) if written else {}
        for code in written:
            if code not in known:
                raise forms.ValidationError(str(self._unknown) % {"code": code})
        return tuple(known[code] for code in written)


def read_percent(text: str) -> int:
    """Return a percentage as basis points. Raises ValidationError for none, or finer than hundredths."""
    written = _PERCENT.fullmatch(text)
    bp = int(f"{written[1]}{written[2] or '':0<2}") if written else 0
    if not 1 <= bp <= compiled.WHOLE_BP:
        raise forms.ValidationError(_t("Write a percentage from 0.01 to 100."))
    return bp


def read_amount(text: str, currency: str, *, least: int = 1) -> int:
    """Return an amount in minor units. Raises ValidationError for what is none."""
    minor = amounts.read_amount(text, currency).minor
    if not least <= minor <= MOST_MINOR:
        raise amounts.no_amount(currency)
    return minor


def read_minute(text: str) -> int:
    """Return a clock's time as a minute of the day. Raises ValidationError for none."""
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise forms.ValidationError(_t("Write a time like 16:00."))
    return int(hour) * 60 + int(minute)
