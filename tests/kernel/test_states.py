"""State machines hold what they declare."""

from __future__ import annotations

from enum import StrEnum

import pytest

from oneshelf.kernel.states import StateMachine, WrongState


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


MACHINE = StateMachine(
    "lamp",
    Lamp.OFF,
    {
        Lamp.OFF: frozenset({Lamp.ON, Lamp.BROKEN}),
        Lamp.ON: frozenset({Lamp.OFF, Lamp.BROKEN}),
        Lamp.BROKEN: frozenset(),
    },
)


def test_only_declared_states_follow() -> None:
    MACHINE.check(Lamp.OFF, Lamp.ON)
    with pytest.raises(WrongState) as refused:
        MACHINE.check(Lamp.BROKEN, Lamp.ON)
    assert refused.value.details == {"machine": "lamp", "state": "broken", "wanted": "on"}


def test_what_came_before_and_what_is_final_follow_from_the_table() -> None:
    assert MACHINE.before(Lamp.BROKEN) == ["off", "on"]
    assert MACHINE.before(Lamp.OFF) == ["on"]
    assert MACHINE.final == {Lamp.BROKEN}


def test_a_state_without_a_row_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="broken"):
        StateMachine("lamp", Lamp.OFF, {Lamp.OFF: frozenset({Lamp.ON}), Lamp.ON: frozenset()})
