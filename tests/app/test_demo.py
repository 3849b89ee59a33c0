"""`oneshelf demo --check`: an empty folder becomes a shop with a past, a day is played in it, and nothing is left."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.app.processes import House, command

pytestmark = pytest.mark.slow

LIMIT_S = 300
"""On two cores that do nothing else it takes less than one minute."""


def test_the_demo_plays_its_day_and_ends_well(tmp_path: Path) -> None:
    variables = House(tmp_path / "unused").environment
    ran = subprocess.run(
        command("demo", "--check"), env=variables, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
    assert "and all of it is so" in ran.stdout
    assert "✗" not in ran.stdout
