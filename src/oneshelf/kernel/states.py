"""State machines as data: which state may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from oneshelf.kernel.errors import Refusal

S = TypeVar("S", bound=StrEnum)


@dataclass(eq=False)
class WrongState(Refusal):
    """A `machine` in state `state` cannot become `wanted`."""

    code = "wrong_state"
    machine: str
    state: str
    wanted: str


@dataclass(frozen=True)
class StateMachine(Generic[S]):
    """The declared transitions of one kind of thing: `follows[state]` holds every state that may come next."""

    name: str
    initial: S
    follows: Mapping[S, frozenset[S]]

    def __post_init__(self) -> None:
        states = set(type(self.initial))
        assert set(self.follows) == states, f"{self.name}: declare what follows each of {states - set(self.follows)}"

    def may(self, state: S, wanted: S) -> bool:
        """Tell whether `wanted` may follow `state`."""
        return wanted in self.follows[state]

    def check(self, state: S, wanted: S) -> None:
        """Raise WrongState unless `wanted` may follow `state`."""
        if not self.may(state, wanted):
            raise WrongState(machine=self.name, state=state.value, wanted=wanted.value)

    def before(self, wanted: S) -> list[str]:
        """Return the values of all states that `wanted` may follow, for the condition of an UPDATE."""
        return sorted(state.value for state, nexts in self.follows.items() if wanted in nexts)

    @property
    def final(self) -> frozenset[S]:
        """The states that nothing follows."""
        return frozenset(state for state, nexts in self.follows.items() if not nexts)
