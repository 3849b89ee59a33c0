"""Keeps what a bench measured in docs/reference/benchmarks.md, with the command, the machine and the date."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from pathlib import Path

from oneshelf.kernel import clock

PAGE = Path("docs/reference/benchmarks.md")
"""The page, from the root of a working copy."""

HEAD = """# Benchmarks

Each section was written by the command that it names, when it ran. The limit is measured in the same run, so a ratio
holds on any machine, while a rate is this machine's. CPU is in milliseconds an order, the load's own left out.
"""


def record(name: str, command: str, rows: Iterable[tuple[str, str, str]], page: Path = PAGE) -> None:
    """Write the section of the bench `name`, replacing its older one. FileNotFoundError outside a working copy."""
    if not page.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {page.parent} here: run this in the root of a working copy")
    text = page.read_text(encoding="utf-8") if page.exists() else HEAD
    head, *sections = re.split(r"(?m)^(?=## )", text)
    kept = {section.split("\n", 1)[0].removeprefix("## "): section.rstrip() + "\n" for section in sections}
    table = [f"| {' | '.join(row)} |" for row in (("figure", "reached", "wanted"), ("---", "---", "---"), *rows)]
    where = f"{clock.now():%Y-%m-%d}, {machine()}"
    kept[name] = "\n".join([f"## {name}", "", f"`{command}` on {where}.", "", *table]) + "\n"
    page.write_text("\n".join([head.rstrip() + "\n", *(kept[each] for each in sorted(kept))]), encoding="utf-8")


def machine() -> str:
    """Say in a few words what machine this is: processor, cores, memory, system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*:\s*(.+)", listed.read_text()) if listed.exists() else None
    return named[1] if named else platform.processor() or "an unnamed processor"
