"""Who may follow live events when many want to."""

from __future__ import annotations

import pytest

from oneshelf.kernel import tickets
from oneshelf.kernel.actors import ANONYMOUS, Actor, ActorKind
from oneshelf.kernel.ids import new_id
from oneshelf.surfaces.live.hub import Full, Hub


def test_shoppers_leave_room_for_staff() -> None:
    hub = Hub(most=4)
    shoppers = [hub.join(["a"], is_shopper=True) for _ in range(3)]
    with pytest.raises(Full):
        hub.join(["a"], is_shopper=True)
    hub.join(["a"])
    with pytest.raises(Full):
        hub.join(["a"])
    for _ in range(2):  # leaving twice is leaving once
        hub.leave(shoppers[0])
    hub.join(["a"], is_shopper=True)
    with pytest.raises(Full):
        hub.join(["a"], is_shopper=True)


@pytest.mark.parametrize("kind", ActorKind)
def test_a_ticket_tells_shoppers_from_the_house(kind: ActorKind) -> None:
    actor = ANONYMOUS if kind is ActorKind.ANONYMOUS else Actor(kind, new_id())
    read = tickets.read(tickets.issue(["a"], actor))
    assert read.is_shopper == (kind in {ActorKind.ANONYMOUS, ActorKind.CUSTOMER})
