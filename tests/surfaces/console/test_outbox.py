"""Dead letters by the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import typer
from typer.testing import CliRunner

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import letters, relay, subscriptions
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox.events import Record
from oneshelf.kernel.trail import public as trail
from oneshelf.surfaces.console.outbox import command
from tests.kernel.lamps import lit

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


class Lamps:
    """A reader that takes nothing while it is `ill`."""

    ill = True

    def __init__(self) -> None:
        self.taken: list[int] = []

    def __call__(self, records: Sequence[Record]) -> None:
        if self.ill:
            raise RuntimeError("no [bulb]")
        self.taken += [record.sequence for record in records]


@pytest.fixture
def lamps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lamps]:
    """A subscription with a dead letter and one parked behind it."""
    monkeypatch.setattr(letters, "MOST_TRIES", 1)
    monkeypatch.setattr(letters, "FIRST_PAUSE", letters.FIRST_PAUSE * 0)
    reader, lamp = Lamps(), new_id()
    subscriptions.register("lamps", ["lamps.*"], reader)
    outbox.emit([lit(1, lamp), lit(2, lamp)])
    relay.drain(["lamps"])
    assert [each.state for each in outbox.list_letters("lamps")] == ["dead", "parked"]
    yield reader
    subscriptions.unregister("lamps")


def run(*arguments: str) -> tuple[int, str]:
    """Run a command; return its status and what it said."""
    cli = typer.Typer()
    cli.command("letters")(command.letters)
    cli.command("replay")(command.replay)
    cli.command("drop")(command.drop)
    done = CliRunner().invoke(cli, arguments)
    return done.exit_code, done.output


def test_a_dead_letter_is_listed_with_what_was_wrong_and_the_status_says_so(lamps: Lamps) -> None:
    dead, parked = outbox.list_letters("lamps")

    status, said = run("letters")

    assert status == 1
    assert f"{dead.id}  dead  lamps  lamps.lit.v1" in said
    assert "RuntimeError: no [bulb]" in said
    assert f"{parked.id}  parked" in said
    assert "2 held back, 1 of them dead" in said


@pytest.mark.parametrize("every", [True, False])
def test_a_replayed_letter_is_delivered_with_those_behind_it(lamps: Lamps, every: bool) -> None:
    dead = outbox.list_letters("lamps")[0]
    lamps.ill = False

    assert run("replay", "--all" if every else str(dead.id))[0] == 0
    relay.drain(["lamps"])

    assert lamps.taken == [1, 2]
    assert run("letters") == (0, "Every event was delivered.\n")


def test_a_dropped_letter_is_never_delivered_and_stands_in_the_trail(lamps: Lamps) -> None:
    dead = outbox.list_letters("lamps")[0]
    lamps.ill = False

    assert run("drop", str(dead.id))[0] == 0
    relay.drain(["lamps"])

    assert lamps.taken == [2]
    (entry,) = trail.of_subject(trail.Subject("event", dead.event))
    assert (entry.action, entry.detail("subscription"), entry.detail("type")) == (
        "outbox.dropped",
        "lamps",
        "lamps.lit.v1",
    )


def test_what_cannot_be_done_is_said_and_changes_nothing(lamps: Lamps) -> None:
    held = outbox.list_letters("lamps")

    for arguments, words in [
        (["replay"], "--all"),
        (["replay", str(held[1].id)], "waits behind"),
        (["drop", str(new_id())], "no letter"),
    ]:
        status, said = run(*arguments)
        assert status != 0
        assert words in said

    assert outbox.list_letters("lamps") == held
