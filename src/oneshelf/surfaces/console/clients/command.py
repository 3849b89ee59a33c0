"""`oneshelf clients`: give programs keys, see them, take them back."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

cli = typer.Typer(help="Keys with which programs use the API.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What the program is called.")]
Permissions = Annotated[list[str], typer.Option("--permission", help="What it may do, like orders.place; repeat it.")]
Market = Annotated[str, typer.Option(help="The code of the only market it may see; empty for all.")]
Place = Annotated[str, typer.Option(help="The code of the only place in that market where its permissions hold.")]
Rate = Annotated[int, typer.Option(help="How many requests a second each web process answers.")]
Which = Annotated[UUID, typer.Argument(help="The client's id.")]


def create(name: Name, permission: Permissions, market: Market = "", place: Place = "", rate: Rate = 50) -> None:
    """Make a client and print its key, which nobody can see again."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.clients import public as clients
    from oneshelf.kernel.errors import Refusal
    from oneshelf.kernel.sentences import describe
    from oneshelf.modules.markets import public as markets
    from oneshelf.modules.places import public as places

    try:
        book = markets.find_market(market) if market else None
        if market and book is None:
            raise markets.UnknownMarket(market=market)
        if place and book is None:
            raise typer.BadParameter("say in which --market the place is")
        at = places.place_by_code(book.id, place).id if place and book else None
        client, key = clients.create_client(
            name, permission, actor=SYSTEM, book=book.id if book else None, place=at, requests_per_second=rate
        )
    except Refusal as refusal:
        typer.secho(str(describe(refusal)), err=True, fg="red")
        raise typer.Exit(1) from refusal
    typer.echo(f"{client.id}  {client.name}")
    typer.echo(key)


def show() -> None:
    """List every client with its permissions; those that were revoked, too."""
    from oneshelf.kernel.clients import public as clients

    for each in clients.list_clients():
        state = "revoked" if each.revoked else " ".join(sorted(each.permissions))
        typer.echo(f"{each.id}  {each.key_prefix}…  {each.name}  {state}")


def revoke(client: Which) -> None:
    """Take a client's key back; it ends within three seconds in every web process."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.clients import public as clients
    from oneshelf.kernel.sentences import describe

    try:
        clients.revoke(clients.ClientId(client), actor=SYSTEM)
    except clients.UnknownClient as refusal:
        typer.secho(str(describe(refusal)), err=True, fg="red")
        raise typer.Exit(1) from refusal
