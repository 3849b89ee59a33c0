"""`oneshelf sourcing`: rehearse a draft policy on the orders of the past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

if TYPE_CHECKING:
    from oneshelf.modules.markets.public import MarketId
    from oneshelf.modules.sourcing.public import PastOrder, PolicyVersion, Rehearsal

cli = typer.Typer(help="Policies by which places are chosen that send orders.", no_args_is_help=True)

PAGE = 100
"""How many orders are read at once."""

Version = Annotated[int, typer.Argument(help="The version of the policy to try.")]
Market = Annotated[str, typer.Option(help="The code of the market; the first one when it is left out.")]
Days = Annotated[int, typer.Option(help="How many days back.", min=1, max=366)]
Most = Annotated[int, typer.Option(help="The most orders, the latest first.", min=1, max=20_000)]


def rehearse(version: Version, market: Market = "", days: Days = 30, most: Most = 2_000) -> None:
    """Source the delivered orders of the last days again under a policy and under the one that holds, and compare."""
    from oneshelf.kernel import clock
    from oneshelf.modules.markets import public as markets
    from oneshelf.modules.sourcing import public as sourcing

    home = next((each for each in markets.list_markets() if market in ("", each.code)), None)
    if home is None:
        raise typer.BadParameter(f"there is no market '{market}'", param_hint="--market")
    tried = _version(sourcing.list_policies(home.id), version)
    past = past_orders(home.id, days=days, most=most)
    with Progress(transient=True) as bar:
        task = bar.add_task("orders", total=len(past))
        policies = [sourcing.policy_at(home.id, clock.now()), tried.policy]
        now, then = sourcing.rehearse(home.id, past, policies, progress=lambda done: bar.update(task, completed=done))
    Console().print(_table(version, now, then))


def past_orders(market: MarketId, *, days: int, most: int) -> list[PastOrder]:
    """Return the latest orders that were to be delivered, as sourcing rehearses them."""
    from oneshelf.kernel import clock
    from oneshelf.modules.catalogue import public as catalogue
    from oneshelf.modules.delivery.public import Destination
    from oneshelf.modules.fulfilment import public as fulfilment
    from oneshelf.modules.orders import public as orders
    from oneshelf.modules.sourcing.public import OrderLine, PastOrder

    since = clock.now() - timedelta(days=days)
    found: list[PastOrder] = []
    page = orders.list_orders(market, since=since, limit=PAGE)
    while page and len(found) < most:
        shipped = [each for each in page if each.method is orders.Method.SHIP][: most - len(found)]
        sent = fulfilment.consignments_of([each.id for each in shipped])
        whole = [orders.get_order(each.id) for each in shipped]
        known = catalogue.snapshots([line.variant for order in whole for line in order.lines])
        weights = catalogue.weights([variant for each in known.values() for variant, _ in each.parts])
        for order in whole:
            contact, parcels = order.contact, sent[order.summary.id]
            to = Destination(contact.country, contact.postal_code) if contact else Destination()
            lines = [
                OrderLine(line.line, variant, line.quantity * count, weights.get(variant, 0))
                for line in order.lines
                for variant, count in known[line.variant].parts
            ]
            found.append(
                PastOrder(
                    id=order.summary.id,
                    lines=tuple(lines),
                    destination=to,
                    placed_at=order.summary.placed_at,
                    due_at=max((each.due_at for each in parcels if each.due_at), default=None),
                    sent_from=tuple(dict.fromkeys(each.place for each in parcels)),
                )
            )
        last = page[-1]
        page = orders.list_orders(market, since=since, before=last.placed_at, before_id=last.id, limit=PAGE)
    return found


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
