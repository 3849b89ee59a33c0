"""English dates and times."""

from __future__ import annotations

from oneshelf.app.formats import of

DATE_FORMAT, TIME_FORMAT, DATETIME_FORMAT = of("en")
