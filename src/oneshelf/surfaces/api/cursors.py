"""Marks in a list that is newest first: the instant and id of the last row that was given."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid

_BEFORE_ALL = UUID(int=2**128 - 1)

BEFORE_NONE = UUID(int=0)
"""With an instant, the mark before which stands what is older than it, and nothing of that instant."""


def write(at: datetime, row: UUID) -> str:
    """Return the mark behind a row. Callers should not look inside."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{row}".encode()).decode().rstrip("=")


def read(cursor: str | None) -> tuple[datetime | None, UUID]:
    """Return the instant and id in a mark; of no mark, those that stand before every row. Raises Invalid."""
    if cursor is None:
        return None, _BEFORE_ALL
    try:
        at, row = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        found = datetime.fromisoformat(at), UUID(row)
    except (ValueError, binascii.Error) as error:
        raise misfit(cursor) from error
    if found[0].tzinfo is None:
        raise misfit(cursor)
    return found


def row_in(cursor: str) -> UUID:
    """Return the id of the last row that was given, where that alone is the mark. Raises Invalid."""
    try:
        return UUID(cursor)
    except ValueError as error:
        raise misfit(cursor) from error


def number_in(cursor: str, digits: int) -> int:
    """Return the number of the last row that was given, of at most so many digits. Raises Invalid."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= digits):
        raise misfit(cursor)
    return int(cursor)


def misfit(cursor: str) -> Invalid:
    """Return the refusal of a mark that no page gave."""
    return Invalid(name="cursor", value=cursor, cure=_("Send the “next” of the page before, or nothing for the first."))
