"""`oneshelf webhooks`: make, see, stop, start and remove webhooks, look at their log, and send again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.markup import escape

cli = typer.Typer(help="Addresses of other programs that get events.", no_args_is_help=True)

Url = Annotated[str, typer.Argument(help="A public https address.")]
Types = Annotated[list[str], typer.Option("--type", help="What it gets, like orders.order_placed.v1 or orders.*.")]
Market = Annotated[str, typer.Option(help="The code of the only market whose events it gets; empty for all.")]
Description = Annotated[str, typer.Option(help="Whose it is, or what for.")]
Which = Annotated[UUID, typer.Argument(metavar="WEBHOOK", help="The webhook's id.")]
Deliveries = Annotated[list[UUID] | None, typer.Argument(metavar="DELIVERY...", help="The deliveries' ids.")]
GivenUp = Annotated[bool, typer.Option("--given-up", help="Whatever was given up and is still kept.")]


def create(url: Url, types: Types, market: Market = "", description: Description = "") -> None:
    """Make a webhook and print its secret, which nobody can see again."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.webhooks import public as webhooks
    from oneshelf.modules.markets import public as markets

    with _refusing():
        book = markets.find_market(market) if market else None
        if market and book is None:
            raise markets.UnknownMarket(market=market)
        made, secret = webhooks.create_endpoint(
            url, types, description=description, actor=SYSTEM, book=book.id if book else None
        )
    typer.echo(f"{made.id}  {made.url}")
    typer.echo(secret)


def show() -> None:
    """List every webhook, how it does, and how much waits for it; exits 1 if one was stopped because it failed."""
    from oneshelf.kernel.webhooks import public as webhooks

    console = Console(soft_wrap=True, highlight=False)
    found = webhooks.list_endpoints()
    counts, failed = webhooks.counts(each.id for each in found), False
    for each in found:
        state = "active" if each.active else f"stopped ({each.stopped_because})"
        failed |= each.stopped_because in {"failing", "gone"}
        tone = "green" if each.active and not each.failing_since else "red" if not each.active else "yellow"
        console.print(f"{each.id}  [{tone}]{state}[/]  {escape(each.url)}  {' '.join(each.types)}")
        number = counts[each.id]
        console.print(f"    {number.waiting} wait, {number.given_up} given up  {escape(each.description)}")
    if failed:
        raise typer.Exit(1)


def log(webhook: Which) -> None:
    """Show the latest fifty deliveries of a webhook."""
    from oneshelf.kernel.webhooks import public as webhooks

    console = Console(soft_wrap=True, highlight=False)
    with _refusing():
        endpoint = webhooks.get_endpoint(webhooks.EndpointId(webhook))
    for each in webhooks.list_deliveries(endpoint.id):
        came = each.status or each.fault or "-"
        console.print(f"{each.id}  {each.state}  {each.type}  {each.aggregate}  {each.tries} tries, last: {came}")


def replay(webhook: Which, deliveries: Deliveries = None, given_up: GivenUp = False) -> None:
    """Send deliveries once more, at once, under the ids that they had."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.webhooks import public as webhooks

    if bool(deliveries) == given_up:
        raise typer.BadParameter("name the deliveries to send again, or say --given-up")
    endpoint = webhooks.EndpointId(webhook)
    with _refusing():
        if given_up:
            number = webhooks.replay_given_up(endpoint, actor=SYSTEM)
        else:
            number = len(deliveries or [])
            for each in deliveries or []:
                webhooks.replay(endpoint, webhooks.DeliveryId(each), actor=SYSTEM)
    typer.echo(f"{number} will be sent again.")


def start(webhook: Which) -> None:
    """Send to a webhook again."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.webhooks import public as webhooks

    with _refusing():
        webhooks.start_endpoint(webhooks.EndpointId(webhook), actor=SYSTEM)


def stop(webhook: Which) -> None:
    """Send nothing more to a webhook until it is started."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.webhooks import public as webhooks

    with _refusing():
        webhooks.stop_endpoint(webhooks.EndpointId(webhook), actor=SYSTEM)


def try_out(webhook: Which) -> None:
    """Send an event that means nothing, to see that it arrives."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.webhooks import public as webhooks

    with _refusing():
        webhooks.try_endpoint(webhooks.EndpointId(webhook), actor=SYSTEM)


def rotate(webhook: Which) -> None:
    """Make a new secret and print it; for a day the old one signs too."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.webhooks import public as webhooks

    with _refusing():
        typer.echo(webhooks.rotate_secret(webhooks.EndpointId(webhook), actor=SYSTEM))


def remove(webhook: Which) -> None:
    """End a webhook for good."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.webhooks import public as webhooks

    with _refusing():
        webhooks.remove_endpoint(webhooks.EndpointId(webhook), actor=SYSTEM)


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what was refused, and why, in a sentence."""
    from oneshelf.kernel.errors import Refusal
    from oneshelf.kernel.sentences import describe

    try:
        yield
    except Refusal as refusal:
        typer.secho(str(describe(refusal)), err=True, fg="red")
        raise typer.Exit(1) from refusal
