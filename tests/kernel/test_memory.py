"""A process passes over what it has loaded, and still collects what comes afterwards."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import gc, weakref
from oneshelf.kernel.memory import keep_what_is_loaded
class Ring: pass
keep_what_is_loaded()
kept = gc.get_freeze_count()
ring = Ring(); ring.itself = ring
gone = weakref.ref(ring)
del ring
gc.collect()
print(kept > 1000, gone() is None)
"""


def test_what_is_loaded_is_passed_over_and_what_comes_later_is_not() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout.split() == ["True", "True"]
