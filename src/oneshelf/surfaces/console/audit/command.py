"""The command line of the audit."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from oneshelf.kernel.audits import Discrepancy, one_moment

MOST_SHOWN = 100
"""How many wrong rows of one check are printed for people; `--json` holds them all."""

Json = Annotated[bool, typer.Option("--json", help="Print one line of JSON instead.")]


def audit(as_json: Json = False) -> None:
    """Prove the books: stock, orders, prices, coupons, payments, ledger, receipts.

    Names each row that is wrong; exits 1 if any is.
    """
    from oneshelf.surfaces.console.audit.proof import checks

    console, answers = Console(), []
    with one_moment():
        for check in checks():
            started = time.monotonic()
            with nullcontext() if as_json else console.status(f"{check.title} ..."):
                wrong = list(check.find())
            spent = time.monotonic() - started
            answers.append({"title": check.title, "wrong": [asdict(row) for row in wrong], "seconds": round(spent, 3)})
            if not as_json:
                _show(console, check.title, wrong, spent)
    clean = not any(answer["wrong"] for answer in answers)
    if as_json:
        typer.echo(json.dumps({"clean": clean, "checks": answers}))
    if not clean:
        raise typer.Exit(1)


def _show(console: Console, title: str, wrong: Sequence[Discrepancy], spent: float) -> None:
    verdict = "[green]holds[/]" if not wrong else f"[red]{len(wrong)} rows are wrong[/]"
    console.print(f"{title}: {verdict}  [dim]{spent:.2f} s[/]")
    if not wrong:
        return
    table = Table("what does not hold", "where", "found", "expected")
    for row in wrong[:MOST_SHOWN]:
        table.add_row(row.check, row.subject, row.found, row.expected)
    console.print(table)
    if len(wrong) > MOST_SHOWN:
        console.print(f"... and {len(wrong) - MOST_SHOWN} more; --json names them all")
