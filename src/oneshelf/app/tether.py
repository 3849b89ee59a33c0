"""Ties a process to the one that started it, so that nothing is left behind when the parent is killed outright.

Linux tells a child of its parent's death by a signal of the child's choice (prctl PR_SET_PDEATHSIG). Other systems
cannot; there, a process whose supervisor was killed by `kill -9` is ended by the next start or by hand.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tethered(parent: int, on_death: signal.Signals) -> Callable[[], None]:
    """Return what a new child of process `parent` must run before its program: the tie, and no blocked signals.

    It runs between fork and exec, hence looks nothing up that is not bound already. The kernel forgets the tie
    when a process changes its user, so it comes after that (subprocess runs `preexec_fn` last).
    """
    libc, unblock, getppid, leave = _libc, signal.pthread_sigmask, os.getppid, os._exit

    def tie() -> None:
        unblock(signal.SIG_SETMASK, ())
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, int(on_death), 0, 0, 0)
        if getppid() != parent:  # it died before the tie was made
            leave(1)

    return tie


def tether_self(on_death: signal.Signals = signal.SIGTERM) -> None:
    """Tie the running process to its parent, from the inside (for programs that spawn their own workers)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(on_death), 0, 0, 0)
