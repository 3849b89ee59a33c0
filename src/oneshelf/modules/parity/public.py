"""Parity: in what the channels of a market differ, why, and whether that is meant.

Every article is compared in all channels each hour, and at once when its price changes: price, what promotions make of
it, whether there is any, delivery, and methods of payment. What differs is a finding with its reasons until it is gone;
people say that it is meant, with a note, or who looks after it. What is meant counts as different again as soon as its
values change. What a channel shows is read through a window (`register_window`): the house's own channels are read from
the modules that all of them sell by, a marketplace's window asks the marketplace. Rules of loyalty are not compared:
there are none yet.

Whoever may decide is written to after each hour's comparison about what is new in it, once about each finding, unless
the market does without (`mails_differences`).

Invariants: one finding an article and aspect (`an_aspect_differs_once`); a finding is told when it begins, changes and
ends. Permissions: `parity.view`, `parity.decide`.
"""

from __future__ import annotations

from oneshelf.modules.parity.actions.alert import link_with
from oneshelf.modules.parity.actions.check import check, check_all
from oneshelf.modules.parity.actions.compare import MOST_AT_ONCE, channels_of, compare, compare_payment
from oneshelf.modules.parity.actions.decide import accept, accept_alike, assign, reject
from oneshelf.modules.parity.actions.windows import register_house, register_window
from oneshelf.modules.parity.errors import DifferenceGone
from oneshelf.modules.parity.events import ChannelsAgree, ChannelsDiffer
from oneshelf.modules.parity.models import ASPECT_NAMES
from oneshelf.modules.parity.queries import (
    MOST_FINDINGS,
    Alike,
    Counts,
    ToLookAfter,
    alike,
    counts,
    findings,
    get_finding,
    to_look_after,
)
from oneshelf.modules.parity.types import (
    Aspect,
    Compared,
    Difference,
    Finding,
    FindingId,
    Reason,
    ReasonKind,
    Showing,
    Window,
)

__all__ = [
    "ASPECT_NAMES",
    "MOST_AT_ONCE",
    "MOST_FINDINGS",
    "Alike",
    "Aspect",
    "ChannelsAgree",
    "ChannelsDiffer",
    "Compared",
    "Counts",
    "Difference",
    "DifferenceGone",
    "Finding",
    "FindingId",
    "Reason",
    "ReasonKind",
    "Showing",
    "ToLookAfter",
    "Window",
    "accept",
    "accept_alike",
    "alike",
    "assign",
    "channels_of",
    "check",
    "check_all",
    "compare",
    "compare_payment",
    "counts",
    "findings",
    "get_finding",
    "link_with",
    "register_house",
    "register_window",
    "reject",
    "to_look_after",
]
