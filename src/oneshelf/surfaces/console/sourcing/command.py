"""`oneshelf sourcing`: rehearse a draft policy on the orders of the past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

if TYPE_CHECKING:
    from oneshelf.modules.sourcing.public import PolicyVersion, Rehearsal

cli = typer.Typer(help="Policies by which places are chosen that send orders.", no_args_is_help=True)

Version = Annotated[int, typer.Argument(help="The version of the policy to try.")]
Market = Annotated[str, typer.Option(help="The code of the market; the first one when it is left out.")]
Days = Annotated[int, typer.Option(help="How many days back.", min=1, max=366)]
Most = Annotated[int, typer.Option(help="The most orders, the latest first.", min=1, max=20_000)]


def rehearse(version: Version, market: Market = "", days: Days = 30, most: Most = 2_000) -> None:
    """Source the delivered orders of the last days again under a policy and under the one that holds, and compare."""
    from oneshelf.kernel import clock
    from oneshelf.modules.markets import public as markets
    from oneshelf.modules.orders import public as orders
    from oneshelf.modules.sourcing import public as sourcing

    home = next((each for each in markets.list_markets() if market in ("", each.code)), None)
    if home is None:
        raise typer.BadParameter(f"there is no market '{market}'", param_hint="--market")
    tried = _version(sourcing.list_policies(home.id), version)
    until = clock.now()
    past = orders.recall_shipped(home.id, until - timedelta(days=days), until, most=most)
    if not past:
        Console().print(f"No order of the last {days} days was to be delivered: there is nothing to rehearse.")
        return
    with Progress(transient=True) as bar:
        task = bar.add_task("orders", total=len(past))
        policies = [sourcing.policy_at(home.id, clock.now()), tried.policy]
        now, then = sourcing.rehearse(home.id, past, policies, progress=lambda done: bar.update(task, completed=done))
    Console().print(_table(version, now, then))


def _version(known: list[PolicyVersion], version: int) -> PolicyVersion:
    for each in known:
        if each.policy.version == version:
            return each
    raise typer.BadParameter(f"there is no version {version}", param_hint="VERSION")


def _table(version: int, now: Rehearsal, then: Rehearsal) -> Table:
    table = Table("figure", "now", f"version {version}", "difference", title=f"{now.orders} orders rehearsed")
    for name in ("unplaced", "parcels", "split", "late", "own_cost", "distance_m", "moved"):
        before, after = getattr(now, name), getattr(then, name)
        table.add_row(name, str(before), str(after), f"{after - before:+d}")
    return table
