"""Remembers in the database which parts of a source are in."""

from __future__ import annotations

from collections.abc import Iterable

from oneshelf.kernel import clock
from oneshelf.surfaces.console.load import models


def begin(source: str, weeks_shifted: int) -> models.Source:
    """Return the source's row; `weeks_shifted` counts when it is new, an older row keeps its own."""
    row, _ = models.Source.objects.get_or_create(
        name=source, defaults={"weeks_shifted": weeks_shifted, "begun_at": clock.now()}
    )
    return row


def done(source: models.Source, step: str) -> set[str]:
    """Return the keys of `step` that are in."""
    return set(models.Part.objects.filter(source=source, step=step).values_list("key", flat=True))


def finish(source: models.Source, step: str, keys: Iterable[str]) -> None:
    """Note that `keys` of `step` are in, in the transaction that wrote their rows."""
    now = clock.now()
    models.Part.objects.bulk_create(models.Part(source=source, step=step, key=key, done_at=now) for key in keys)
