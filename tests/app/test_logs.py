"""What is logged can be shown to anybody."""

from __future__ import annotations

import pytest

from oneshelf.app.logs import TAKEN_OUT, take_out_secrets


@pytest.mark.parametrize(
    "secret",
    [
        "ann@example.com",
        "4111 1111 1111 1111",
        "+48 601 234 567",
        "Bearer abc.def",
        "?ticket=eyJ0b3",
        "x://shop:pa55@db",
    ],
)
def test_telling_patterns_are_taken_out_of_any_text(secret: str) -> None:
    kept = take_out_secrets(None, "info", {"event": f"something about {secret} failed"})["event"]

    assert TAKEN_OUT in kept
    assert secret not in kept
    assert "pa55" not in kept
    assert kept.startswith("something about ")


@pytest.mark.parametrize("name", ["password", "api_key", "Authorization", "sessionid", "email", "phone", "contact"])
def test_telling_names_hide_their_values_at_any_depth(name: str) -> None:
    kept = take_out_secrets(None, "info", {name: "x", "request": {"body": [{name: "y", "sku": "A1"}]}})

    assert kept[name] == TAKEN_OUT
    assert kept["request"]["body"][0] == {name: TAKEN_OUT, "sku": "A1"}


def test_ids_numbers_and_instants_stay() -> None:
    event = {
        "order": "0199f0c4-6f2e-7c58-b9a5-0a4c3a5d9f10",
        "total": 1299,
        "gtin": "04006381333931",
        "timestamp": "2026-11-22T03:38:54.547202Z",
        "shipping": "collect",
    }

    assert take_out_secrets(None, "info", event) == event
