"""Model fields and options that every table of the house shares."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Func

from oneshelf.kernel.ids import new_id


class UUIDv7(Func):
    """PostgreSQL's own `uuidv7()`, so that rows written in SQL get an id as well."""

    function = "uuidv7"
    template = "%(function)s()"
    output_field = models.UUIDField()


def id_field() -> models.UUIDField[UUID, UUID]:
    """The primary key of every table: a UUIDv7 made by Python or, for rows written in SQL, by the database."""
    return models.UUIDField(primary_key=True, editable=False, default=new_id, db_default=UUIDv7())


def reference(to: str, **options: Any) -> models.ForeignKey[Any, Any]:
    """A foreign key as the house has them: down the ladder, protected, without a reverse accessor."""
    return models.ForeignKey(to, on_delete=models.PROTECT, related_name="+", **options)
