"""What is logged can be shown to anybody."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from oneshelf.app import demo, logs
from oneshelf.app.logs import TAKEN_OUT, take_out_secrets


@pytest.fixture
def logging_restored() -> Iterator[None]:
    """What a test does to the root logger and structlog is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


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


def test_at_a_terminal_lines_go_to_a_file_of_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logging_restored: None
) -> None:
    monkeypatch.setenv("ONESHELF_DATA", str(tmp_path))
    monkeypatch.setenv("ONESHELF_LOG_FILE", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    logs.spare_the_terminal()
    logging.getLogger("django.request").warning("Conflict: /till/sales/")
    logging.getLogger("django.request").error("Internal Server Error: /till/")

    kept = [json.loads(line) for line in (tmp_path / "oneshelf.log").read_text().splitlines()]
    assert [each["event"] for each in kept] == ["Conflict: /till/sales/", "Internal Server Error: /till/"]
    said = capsys.readouterr().err
    assert "Conflict" not in said
    assert "Internal Server Error: /till/" in said
    assert "{" not in said


def test_the_demo_tells_its_story_alone_also_into_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logging_restored: None
) -> None:
    monkeypatch.setenv("ONESHELF_DATA", str(tmp_path))
    monkeypatch.setenv("ONESHELF_LOG_FILE", "")
    monkeypatch.setenv("ONESHELF_SHOP_NAME", demo.SHOP)
    monkeypatch.setattr(demo, "serve", lambda _host, *, when_ready: logging.warning("Conflict: /till/sales/"))

    demo.run("127.0.0.1")

    assert "Conflict" in (tmp_path / "oneshelf.log").read_text()
    said = capsys.readouterr()
    assert "Conflict" not in said.out + said.err


def test_elsewhere_lines_stay_json_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logging_restored: None
) -> None:
    monkeypatch.setenv("ONESHELF_DATA", str(tmp_path))
    monkeypatch.setenv("ONESHELF_LOG_FILE", "")

    logs.spare_the_terminal()
    logs.configure("web", "INFO")
    logging.getLogger("django.request").warning("Conflict: /till/sales/")

    assert json.loads(capsys.readouterr().err)["event"] == "Conflict: /till/sales/"
    assert not (tmp_path / "oneshelf.log").exists()
