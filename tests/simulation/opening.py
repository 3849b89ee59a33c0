"""Opening a shop in a house that runs, by a program of its own that tells how to buy there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.app.processes import House

_LIMIT_S = 120


def opened(house: House, program: str) -> dict[str, Any]:
    """Run one of the programs beside this file (`open_shop`) in a house, and return what it tells."""
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.simulation.{program}"],
        env=house.environment | {"PYTHONPATH": f"{root / 'src'}:{root}"},
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told
