"""Tables: foreign keys point down the ladder and protect, ids are UUIDv7 from both sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from oneshelf.kernel.fields import UUIDv7, id_field, reference
from oneshelf.kernel.ids import new_id
from tests.architecture.miniature import rung
from tests.architecture.tree import agree

NATURAL_KEYS: dict[str, str] = {
    "ledger.Account": "derived from book, code and currency, so that a posting names it without looking it up",
    "companies.Purchase": "the id of its order, of which it is the part that orders on account have",
    "companies.Series": "the id of its market, of which there is one",
    "orders.OrderContact": "the id of its order, of which it is the part that can be erased",
    "orders.OrderGift": "the id of its order, of which it is the part that presents have",
    "orders.OrderProof": "the id of its order, of which it is the part that orders with promotions have",
    "orders.OrderAmendedProof": "the id of its change, of which it is the part that additions with promotions have",
    "orders.OrderOwing": "the id of its order, of which it is the part that orders have that are paid later",
    "orders.OrderSearch": "the id of its order, of which it is a copy",
    "orders.Filling": "the id of its market, of which there is one",
    "outbox.Subscription": "its name is what the code that listens calls itself, the same in every database",
    "accounts.Attempt": "counted under what is known of it, so that counting is one statement",
    "catalogue.Word": "a word is itself, and search joins on it",
}
"""Model label -> why its key is no UUID of its own."""


def storey_and_name(package: str) -> tuple[str, str]:
    """Return ('modules', 'orders') for 'oneshelf.modules.orders.models', and ('', ...) for what is not ours."""
    parts = package.split(".")
    return (parts[1], parts[2]) if parts[0] == "oneshelf" and len(parts) > 2 else ("", package)


def may_point(source: str, target: str) -> bool:
    """Tell whether a table of package `source` may refer to one of package `target`."""
    (storey, name), (other_storey, other) = storey_and_name(source), storey_and_name(target)
    if (storey, name) == (other_storey, other) or other_storey == "kernel":
        return True
    return storey == other_storey == "modules" and rung(other) < rung(name)


def wrong_references(model: type[models.Model]) -> Iterator[str]:
    """Say which foreign keys of `model` point up, lean on another's row, or open a way back."""
    for field in model._meta.local_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        where = f"{model._meta.label}.{field.name}"
        target = field.remote_field.model
        if not may_point(model.__module__, target.__module__):
            yield (
                f"{where} points to {target._meta.label}, which is not below it. Cure: let the higher module hold "
                "the key, or keep a plain UUID and announce changes as events."
            )
        if field.remote_field.on_delete is not models.PROTECT:
            yield f"{where} does not protect what it names. Cure: use oneshelf.kernel.fields.reference()."
        if field.remote_field.related_name != "+":
            yield f"{where} opens an accessor on {target._meta.label}. Cure: use oneshelf.kernel.fields.reference()."
    for field in model._meta.local_many_to_many:
        yield (
            f"{model._meta.label}.{field.name} is a table without a name. "
            "Cure: make it a model with two references and an id."
        )


def wrong_id(model: type[models.Model]) -> Iterator[str]:
    """Say when the key of `model` is neither a UUIDv7 from both sides nor made of other rows' ids."""
    key = model._meta.pk
    if key is None or isinstance(key, models.CompositePrimaryKey | models.ForeignKey):
        return
    if model._meta.label in NATURAL_KEYS:
        return
    if not isinstance(key, models.UUIDField) or key.default is not new_id or not isinstance(key.db_default, UUIDv7):
        yield (
            f"{model._meta.label}.{key.name} is no UUIDv7 that both Python and PostgreSQL can make. "
            "Cure: id = id_field() from oneshelf.kernel.fields; if the key is natural, say why in NATURAL_KEYS here."
        )


def misnamed_table(model: type[models.Model]) -> Iterator[str]:
    """Say when a table does not carry its module's name."""
    if not model._meta.db_table.startswith(f"{model._meta.app_label}_"):
        yield (
            f"{model._meta.label} lies in the table {model._meta.db_table}. "
            f"Cure: name it {model._meta.app_label}_<what it holds>; SQL checks tell modules apart by that."
        )


def ours() -> list[type[models.Model]]:
    """Every model of the house, managed or not."""
    return [model for model in apps.get_models() if model.__module__.startswith("oneshelf.")]


def test_tables_keep_the_rules() -> None:
    agree(
        complaint
        for model in ours()
        for rule in (wrong_references, wrong_id, misnamed_table)
        for complaint in rule(model)
    )


def test_every_natural_key_is_still_there() -> None:
    assert set(NATURAL_KEYS) <= {model._meta.label for model in ours()}


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("orders", "catalogue", True),
        ("orders", "orders", True),
        ("catalogue", "orders", False),
        ("inventory", "carts", False),
    ],
)
def test_references_point_down(source: str, target: str, allowed: bool) -> None:
    modules = "oneshelf.modules."
    assert may_point(f"{modules}{source}.models", f"{modules}{target}.models") is allowed


def test_references_stay_in_the_house() -> None:
    assert may_point("oneshelf.modules.orders.models", "oneshelf.kernel.accounts.models")
    assert not may_point("oneshelf.kernel.ledger.models", "oneshelf.modules.orders.models")
    assert not may_point("oneshelf.modules.orders.models", "django.contrib.auth.models")


def test_rules_of_tables_bite() -> None:
    class Crooked(models.Model):
        account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE)
        accounts = models.ManyToManyField("accounts.Account", related_name="+")

        class Meta:
            app_label = "crooked"
            db_table = "somewhere"

    class Straight(models.Model):
        id = id_field()
        account = reference("accounts.Account")

        class Meta:
            app_label = "crooked"

    try:
        assert len(list(wrong_references(Crooked))) == 3
        assert len(list(wrong_id(Crooked))) == 1
        assert len(list(misnamed_table(Crooked))) == 1
        for rule in (wrong_references, wrong_id, misnamed_table):
            assert list(rule(Straight)) == []
    finally:
        del apps.all_models["crooked"]
        apps.clear_cache()
