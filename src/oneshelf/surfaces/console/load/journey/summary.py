"""Says in numbers what a load brought in, and what of it is made up."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from oneshelf.surfaces.console.load import demo_people
from oneshelf.surfaces.console.load.journey import book, households, pictures, places
from oneshelf.surfaces.console.load.journey.load import Loaded
from oneshelf.surfaces.console.load.journey.plan import Plan


def show(loaded: Loaded, console: Console) -> None:
    """Print the summary of a load."""
    table = Table(title=f"Slice “{loaded.plan.slice.name}”", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in counts(loaded.plan).items():
        table.add_row(name, f"{value:,}")
    table.add_row("Lines whose store asked another price (“recorded”)", f"{loaded.plan.priced.share_recorded:.1%}")
    first, last = loaded.plan.weeks[loaded.plan.slice.first_week - 1], loaded.plan.weeks[-1]
    table.add_row("From, until", f"{first:%Y-%m-%d}, {last:%Y-%m-%d}")
    console.print(table)
    if not loaded.transactions:
        console.print("Everything was in already; nothing has changed.")
    console.print(f"Made up — stores: {_listed(places.MADE_UP)}; customers: {_listed(households.MADE_UP)};")
    console.print(
        f"orders: {_listed(book.MADE_UP)}; products: wording, GTIN, tax class, picture; every receipt of stock."
    )
    console.print(
        f"{pictures.CREDIT}. Cities by GeoNames, CC BY 4.0. Data by 84.51°: to try and to teach, not to decide."
    )


def show_people(loaded: Loaded, console: Console) -> None:
    """Print how to sign in as the demo's people."""
    table = Table("role", "name", "e-mail", "password", "PIN", title="Sign in as")
    for person in demo_people.PEOPLE:
        table.add_row(person.role, person.name, person.email, person.password, person.pin or "")
    console.print(table)
    console.print(f"Staff work at {loaded.plan.sites[0].name}; the owner everywhere.")


def counts(plan: Plan) -> dict[str, int]:
    """Return how many rows of each kind the slice has."""
    return {
        "Stores": len(plan.sites),
        "Products": len(plan.articles),
        "Price windows": len(plan.windows),
        "Customers": len(plan.households),
        "Coupons’ offers, of campaigns": len(plan.mailing.offers),
        "Orders": len(plan.baskets),
        "Order lines": len(plan.priced.lines),
        "Deliveries' lines": len(plan.deliveries) + len(plan.filling) + len(plan.warehouse),
    }


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)
