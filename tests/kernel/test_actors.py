"""An actor may do what was granted, where it was granted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant
from oneshelf.kernel.errors import NotAllowed
from oneshelf.kernel.ids import new_id

HERE, THERE = new_id(), new_id()
grants = st.frozensets(st.builds(Grant, st.sampled_from(["a", "b"]), st.sampled_from([None, HERE, THERE])))


def test_a_grant_holds_at_its_place_only() -> None:
    ana = Actor(ActorKind.STAFF, new_id(), frozenset({Grant("orders.refund", HERE)}))
    ana.require("orders.refund", at=HERE)
    for place in (THERE, None):
        with pytest.raises(NotAllowed) as refused:
            ana.require("orders.refund", at=place)
        assert refused.value.place == (str(place) if place else None)
    assert ana.places_for("orders.refund") == frozenset({HERE})


def test_the_system_may_everything_and_a_stranger_nothing() -> None:
    assert SYSTEM.may("anything", at=HERE)
    assert SYSTEM.places_for("anything") is None
    assert not ANONYMOUS.may("anything", at=HERE)
    assert ANONYMOUS.places_for("anything") == frozenset()


@given(grants, st.sampled_from(["a", "b"]))
def test_places_and_leave_agree(given_grants: frozenset[Grant], permission: str) -> None:
    actor = Actor(ActorKind.STAFF, new_id(), given_grants)
    places = actor.places_for(permission)
    for place in (HERE, THERE):
        assert actor.may(permission, at=place) == (places is None or place in places)
    assert actor.may(permission) == (places is None)
