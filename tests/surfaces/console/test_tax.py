"""`oneshelf tax`: a market's table is filled from a package or a file, whole or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import eu_vat_rates_data
import pytest
import typer

from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Area, ZoneRate
from oneshelf.surfaces.console.tax import command, europe, file
from tests.markets.builders import a_market

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HEADER = "zone,name,country,region,postal_from,postal_until,class,tax,tax_name,percent,since,until,source"
STATE = "ny,New York,us,ny,,,standard,state,New York State,4,2005-06-01,,Tax Law § 1105"
CITY = "nyc,New York City,US,NY,100,104,standard,mctd,Commuter district,0.375,2005-06-01,2030-01-01,§ 1109"


def by_zone(rates: list[ZoneRate]) -> dict[tuple[str, str], int]:
    """Return what stands, by zone and class."""
    return {(each.zone.code, each.rate.tax_class): each.rate.ppm for each in rates}


def test_all_of_europe_is_read_from_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    market = a_market(code="eu")
    for said in ("28 rates in 27 zones; 28 of them are new.", "28 rates in 27 zones; 0 of them are new."):
        command.rates("eu", from_package="eu-vat-rates-data", reduced=["food:pl=5"])
        assert capsys.readouterr().out.strip() == said
    found = tax.list_rates(market.id)
    assert by_zone(found)["fi", "standard"] == int(Decimal(str(eu_vat_rates_data.get_standard_rate("FI"))) * 10_000)
    assert by_zone(found)["pl", "food"] == 50_000
    assert {each.rate.since for each in found} == {europe.data_day()}
    assert all(f"eu-vat-rates-data {eu_vat_rates_data.data_version}" in each.rate.source for each in found)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"country": ["PL"], "reduced": ["food:PL=6"]}, "PL has no rate of 6 %; it has 0 %, 5.0 %, 8.0 %, 23.0 %"),
        ({"country": ["XX"]}, "has no rates of “XX”"),
        ({"reduced": ["food"]}, "write it like food:PL=5"),
        ({"from_package": "sales-tax"}, "“sales-tax” is not known"),
        ({"from_package": ""}, "name one of --from-package and --from-file"),
    ],
)
def test_what_the_package_does_not_know_is_refused(options: dict[str, object], said: str) -> None:
    market = a_market(code="eu")
    with pytest.raises(typer.BadParameter, match=said):
        command.rates("eu", **{"from_package": "eu-vat-rates-data", **options})  # type: ignore[arg-type]
    assert tax.list_rates(market.id) == []


def test_a_file_brings_zones_and_rates_with_their_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    market, path = a_market(code="us"), tmp_path / "rates.csv"
    path.write_text("\n".join([HEADER, STATE, CITY]), encoding="utf-8-sig")
    for new in (2, 0):
        command.rates("us", from_file=path)
        assert capsys.readouterr().out.strip() == f"2 rates in 2 zones; {new} of them are new."
    state, city = tax.list_rates(market.id)
    assert (state.zone.area, state.rate.ppm, state.rate.source) == (Area("US", "NY"), 40_000, "Tax Law § 1105")
    assert (city.rate.ppm, city.rate.until) == (3_750, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["zone,name", "ny,New York"], "line 1: no column “class”, “tax”"),
        ([HEADER + ",note", STATE + ",x"], "line 1: unknown column “note”"),
        ([HEADER, STATE, CITY.replace("0.375", "")], "line 3: something is missing or too much at “percent”"),
        ([HEADER, STATE + ",,,"], "line 2: something is missing or too much at “the last one”"),
        ([HEADER, STATE.replace(",4,", ",four,")], "line 2: “four” is no percentage"),
        ([HEADER, STATE.replace(",4,", ",0.00001,")], "line 2: “0.00001” is no percentage"),
        ([HEADER, STATE.replace(",4,", ",NaN,")], "line 2: “NaN” is no percentage"),
        ([HEADER, STATE.replace(",4,", ",Infinity,")], "line 2: “Infinity” is no percentage"),
        ([HEADER, STATE.replace("2005-06-01", "1 June")], "line 2: “1 June” in “since” is no day"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(lines: list[str], said: str, tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with path.open(encoding="utf-8") as text, pytest.raises(file.BadLine, match=said):
        file.read_rates(text)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_contradicts_the_table_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    market, path = a_market(code="us"), tmp_path / "rates.csv"
    path.write_text("\n".join([HEADER, CITY, STATE, STATE.replace(",4,", ",5,")]), encoding="utf-8")
    with pytest.raises(typer.Exit):
        command.rates("us", from_file=path)
    assert "another rate of this tax on “standard” begins on 2005-06-01" in capsys.readouterr().err
    with pytest.raises(typer.Exit):
        command.rates("nowhere", from_file=path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(typer.BadParameter, match="is no text in UTF-8"):
        command.rates("us", from_file=path)
    assert tax.list_rates(market.id) == []
