"""Memory of processes that run for long."""

from __future__ import annotations

import gc


def keep_what_is_loaded() -> None:
    """Let the garbage collector pass over all that lives now, once: a process calls it when it has loaded its code.

    What Django and the house load stays to the end. Looked through again and again, it stopped every thread of a
    process for a tenth of a second, in one of some hundred large requests.
    """
    gc.collect()
    gc.freeze()
