"""The API keeps what its document promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from oneshelf.kernel.errors import Refusal
from oneshelf.surfaces.api import calls
from oneshelf.surfaces.api.handler import ApiHandler
from oneshelf.surfaces.api.operations import declared
from oneshelf.surfaces.api.problems import MEDIA_TYPE
from oneshelf.surfaces.api.urls import described
from tests.checkout.builders import a_shop
from tests.surfaces.api.programs import Program, sku

METHODS = {"get", "put", "post", "delete", "patch"}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each operation of the document with its method and path."""
    for path, methods in described()["paths"].items():
        for method, said in methods.items():
            yield f"{method.upper()} {path}", said


def test_every_operation_says_what_it_does_and_answers() -> None:
    known = dict(operations())
    assert len(known) == len(declared)
    for name, said in known.items():
        assert said["summary"], name
        assert said["description"], name
        for status, answer in said["responses"].items():
            assert answer["description"], (name, status)
            (media,) = answer["content"]
            assert (media == MEDIA_TYPE) == (int(status) >= 400), (name, status)
        assert ("requestBody" in said) == (
            next(d for d in declared if d.handler.__name__ == said["operationId"]).takes is not None
        )


def test_every_reference_leads_somewhere() -> None:
    document = described()
    assert document["openapi"].startswith("3.1")

    def references(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from ([part["$ref"]] if "$ref" in part else [])
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                yield from references(each)

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known


def test_every_refusal_that_an_operation_names_is_one() -> None:
    for each in declared:
        assert all(issubclass(kind, Refusal) for kind in each.refuses)


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

EXAMPLES = 5
"""Requests of each kind to each operation."""


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("with_key", [True, False], ids=["program", "shopper"])
@pytest.mark.parametrize("fitting", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_breaks_and_nothing_surprises(with_key: bool, fitting: GenerationMode) -> None:
    """Attack every operation from its own document: no 5xx, no answer that it does not describe."""
    shop = a_shop()
    till = Program.with_key(shop, requests_per_second=1_000_000)
    there = {"sku": sku(shop.offered(5)), "number": till.post("/orders", till.order(shop.offered(9)))["number"]}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", ApiHandler())
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        names = {parameter.name for parameter in operation.path_parameters}
        known = {name: value for name, value in there.items() if name in names}
        for fixed in [{}, known] if known else [{}]:
            attack(operation.as_strategy(fitting, path_parameters=fixed or None), till.key if with_key else None)


def attack(cases: SearchStrategy[schemathesis.Case[Any]], key: str | None) -> None:
    """Send some of the cases and look at each answer."""

    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: schemathesis.Case[Any]) -> None:
        calls.buckets.forget()
        response = case.call(headers={"Authorization": f"Bearer {key}"} if key else None)
        case.validate_response(response, checks=CHECKS)

    send()
