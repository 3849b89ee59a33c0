"""How Django writes dates and times where a package leaves it to Django, as Unfold's lists do: by Babel's patterns."""

from __future__ import annotations

import re

from babel import Locale

_FIELDS = {"d": "j", "y": "Y", "h": "g", "HH": "H", "mm": "i", "a": "A"}
"""The letters of Django for those of CLDR's medium dates and short times, as the languages that we speak use them."""


def of(language: str) -> tuple[str, str, str]:
    """Return DATE_FORMAT, TIME_FORMAT and DATETIME_FORMAT of a language. KeyError when it needs a further letter."""
    locale = Locale.parse(language)
    month = "b" if locale.months["format"]["abbreviated"][1].islower() else "M"
    letter = {"MMM": month} | _FIELDS
    date, time = (
        re.sub(r"[a-zA-Z]+", lambda found: letter[found[0]], pattern)
        for pattern in (locale.date_formats["medium"].pattern, locale.time_formats["short"].pattern)
    )
    return date, time, f"{date}, {time}"
