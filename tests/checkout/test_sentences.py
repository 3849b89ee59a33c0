"""What people read of a checkout's refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from oneshelf.kernel import sentences
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.rules import promise_that_stands

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "before", "now"),
    [
        ("en", "America/New_York", "Jul 1, 2026, 8:00\u202fAM", "Jul 1, 2026, 9:00\u202fAM"),
        ("pl", "Europe/Warsaw", "1 lip 2026, 14:00", "1 lip 2026, 15:00"),
    ],
)
def test_a_promise_that_moved_is_read_as_the_clocks_there_show_it(
    language: str, zone: str, before: str, now: str
) -> None:
    with pytest.raises(checkout.PromiseMoved) as refused:
        promise_that_stands(NOON, NOON + timedelta(hours=1), zone=zone)
    with translation.override(language):
        said = sentences.describe(refused.value).what
    assert before in said
    assert now in said
