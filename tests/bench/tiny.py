"""Runs a tiny bench on tables that are there already: `python -m tests.bench.tiny <prepared folder> <name>`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from oneshelf.app.cli import main
from oneshelf.surfaces.console import scratch

if __name__ == "__main__":
    _, prepared, name = sys.argv

    def copy(folder: Path) -> None:
        """Take what was prepared, which spares making the tables."""
        subprocess.run(["cp", "-a", f"{prepared}/.", folder], check=True)

    scratch.prepare = copy
    sys.argv = ["oneshelf", "bench", name, "--tiny", "--json"]
    main()
