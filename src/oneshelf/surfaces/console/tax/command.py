"""`oneshelf tax`: fill a market's table of rates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from oneshelf.modules.tax.public import GivenRate

cli = typer.Typer(help="Rates of tax.", no_args_is_help=True)

Market = Annotated[str, typer.Option(help="The code of the market whose table is filled.")]
Package = Annotated[str, typer.Option(help="The package that knows the rates: eu-vat-rates-data.")]
File = Annotated[
    Path | None, typer.Option(help="A CSV file with the rates.", exists=True, dir_okay=False, readable=True)
]
Countries = Annotated[
    list[str], typer.Option("--country", help="Of which countries; repeat it. Without: all of the EU.")
]
Reduced = Annotated[
    list[str],
    typer.Option(help="Which of a country's rates a tax class has, like food:PL=5; repeat it."),
]
Since = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From which day; without: that of the package's data.")
]


def rates(
    market: Market,
    from_package: Package = "",
    from_file: File = None,
    country: Countries = [],  # noqa: B006 (typer copies it)
    reduced: Reduced = [],  # noqa: B006
    since: Since = None,
) -> None:
    """Fill a market's table from a package or a file. What stands there already is left; running it twice is once."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.errors import Refusal
    from oneshelf.kernel.sentences import describe
    from oneshelf.modules.markets import public as markets
    from oneshelf.modules.tax import public as tax

    if bool(from_package) == bool(from_file):
        raise typer.BadParameter("name one of --from-package and --from-file")
    given = _of_a_file(from_file) if from_file else _of_a_package(from_package, country, reduced, since)
    try:
        known = markets.find_market(market)
        if known is None:
            raise markets.UnknownMarket(market=market)
        changed = tax.load_rates(known.id, given, actor=SYSTEM)
    except Refusal as refusal:
        typer.secho(str(describe(refusal)), err=True, fg="red")
        raise typer.Exit(1) from refusal
    typer.echo(f"{len(given)} rates in {len({each.zone for each in given})} zones; {changed} of them are new.")


def _of_a_file(path: Path) -> list[GivenRate]:
    from oneshelf.surfaces.console.tax.file import BadLine, read_rates

    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return read_rates(lines)
    except UnicodeDecodeError as wrong:
        raise typer.BadParameter(f"{path.name} is no text in UTF-8; save it as such") from wrong
    except BadLine as wrong:
        raise typer.BadParameter(f"{path.name}, {wrong}") from wrong


def _of_a_package(name: str, countries: list[str], reduced: list[str], since: datetime | None) -> list[GivenRate]:
    if name != "eu-vat-rates-data":
        raise typer.BadParameter(f"“{name}” is not known; eu-vat-rates-data is")
    if find_spec("eu_vat_rates_data") is None:
        raise typer.BadParameter("it is not installed; install it with: pip install 'oneshelf[tax]'")
    from oneshelf.surfaces.console.tax import europe

    named = dict(_named(each) for each in reduced)
    day: date = since.date() if since else europe.data_day()
    try:
        return list(europe.given_rates([each.upper() for each in countries] or europe.members(), named, day))
    except europe.UnknownRate as wrong:
        raise typer.BadParameter(str(wrong)) from wrong


def _named(text: str) -> tuple[tuple[str, str], Decimal]:
    """Read food:PL=5."""
    where, _, percent = text.partition("=")
    tax_class, _, country = where.partition(":")
    try:
        return (tax_class, country.upper()), Decimal(percent)
    except InvalidOperation:
        raise typer.BadParameter(f"“{text}” is no rate of a class; write it like food:PL=5") from None
