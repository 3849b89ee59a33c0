"""The command line of the simulator."""

from __future__ import annotations

import secrets
import time
from typing import Annotated

import typer
from rich.console import Console

LIFE = 25
"""How many days one life has: the next begins with an empty database and the next seed."""

NIGHTLY_DAYS = 3000

Days = Annotated[int, typer.Option(help="How many virtual days, in lives of 25 with one seed each.", min=1)]
Seed = Annotated[int | None, typer.Option(help="The first life's seed; drawn and printed, when left out.")]
Nightly = Annotated[bool, typer.Option("--nightly", help="As many days as a night has room for: 3000.")]
Replay = Annotated[bool, typer.Option("--replay", help="One life of that seed only, step by step.")]
Acts = Annotated[int, typer.Option(help="How much happens on a day.", min=1)]
Trouble = Annotated[
    int, typer.Option(help="Of how many hundred acts machines die, and the bank is silent.", min=0, max=50)
]


def simulate(
    days: Days = 25,
    seed: Seed = None,
    nightly: Nightly = False,
    replay: Replay = False,
    acts: Acts = 20,
    trouble: Trouble = 3,
) -> None:
    """Let a chain live through seeded days in a database of its own; exits 1 when anything is wrong."""
    from oneshelf.surfaces.console import scratch

    console, first = Console(), secrets.randbelow(10**6) if seed is None else seed
    if replay and seed is None:
        raise typer.BadParameter("a replay needs the seed that was printed", param_hint="--seed")
    days = NIGHTLY_DAYS if nightly else days
    with scratch.database():
        import django

        django.setup()
        _make_quick()
        from oneshelf.surfaces.console.simulate.life import Life
        from oneshelf.surfaces.console.simulate.shrinking import live, shortest

        began, lived = time.monotonic(), 0
        for number, begin in enumerate([0] if replay else range(0, days, LIFE)):
            life = Life(first + number, acts, trouble)
            found = live(life, days if replay else min(LIFE, days - begin))
            if replay:
                for step, told in life.told:
                    console.print(f"day {step.day}, step {step.number}: {step.act}: {told}", markup=False)
            if found:
                console.print(str(found if replay else shortest(found)), style="red", markup=False)
                raise typer.Exit(1)
            lived += days if replay else min(LIFE, days - begin)
            spent = time.monotonic() - began
            console.print(f"seed {life.seed}: {lived} days, {lived * acts} acts, {spent:.0f} s: books and audit agree")


def _make_quick() -> None:
    """This server is thrown away: its commits need not survive the machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
    connection.close()
