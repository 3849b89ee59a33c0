"""Where what a channel shows is read: its own window, or the house's modules."""

from __future__ import annotations

from oneshelf.modules.markets.public import Channel, ChannelKind
from oneshelf.modules.parity.actions.house import House
from oneshelf.modules.parity.types import Window

_windows: dict[ChannelKind, Window] = {}
_HOUSE = House()


def register_house(*kinds: ChannelKind, pays_by: tuple[str, ...]) -> None:
    """Let channels of these kinds be the house's own, where people pay by `pays_by`: surfaces say so when ready."""
    for kind in kinds:
        _HOUSE.open(kind, pays_by)
        register_window(_HOUSE, kind)


def register_window(window: Window, *kinds: ChannelKind) -> None:
    """Let `window` show what channels of these kinds show; connectors do so when they are ready."""
    for kind in kinds:
        _windows[kind] = window


def window_of(channel: Channel) -> Window | None:
    """Return where a channel's showings are read; None for one that nobody shows."""
    return _windows.get(channel.kind)
