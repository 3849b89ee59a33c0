"""What Django writes by itself is written as Babel writes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from babel.dates import format_date, format_time
from django.conf import settings
from django.utils import formats, translation

MOMENTS = [
    datetime(2026, month, day, hour, 5, tzinfo=UTC) for month in range(1, 13) for day, hour in ((1, 0), (22, 14))
]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_dates_and_times_are_those_of_babel(language: str) -> None:
    with translation.override(language):
        for moment in MOMENTS:
            day, time = format_date(moment, "medium", language), format_time(moment, "short", locale=language)
            assert formats.localize(moment.date()) == day
            assert formats.localize(moment.time()) == time
            assert formats.localize(moment) == f"{day}, {time}"
