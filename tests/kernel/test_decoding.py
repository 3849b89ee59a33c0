"""JSON becomes typed values, and no process dies of threads that meet a type for the first time at once."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from oneshelf.kernel import decoding

TYPES, THREADS = 300, 8

MEET = f"""
from __future__ import annotations
import dataclasses, sys, threading
from oneshelf.kernel import decoding

sys.setswitchinterval(1e-6)
text = b'{{"x":{{"a":1,"b":null,"c":[1]}},"y":[{{"a":1,"b":null,"c":[1]}}]}}'
source = '''
@dataclasses.dataclass(frozen=True, slots=True)
class In:
    a: int
    b: str | None
    c: tuple[int, ...]
@dataclasses.dataclass(frozen=True, slots=True)
class Out:
    x: In
    y: tuple[In, ...]
'''
read = []
def meet():
    start.wait()
    read.append(decoding.decode(text, Out))
for _ in range({TYPES}):
    exec(source)
    start = threading.Barrier({THREADS})
    threads = [threading.Thread(target=meet) for _ in range({THREADS})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(read))
"""
"""Threads meet new types at once; with msgspec's own functions this ends in a segmentation fault nearly every time."""


def test_threads_may_meet_a_type_at_once() -> None:
    ran = subprocess.run([sys.executable, "-c", MEET], capture_output=True, text=True, timeout=90, check=False)
    assert (ran.returncode, ran.stdout) == (0, f"{TYPES * THREADS}\n"), ran.stderr


class Cat(msgspec.Struct):
    """What is read below."""

    name: str
    lives: int = 9


def test_json_and_what_is_decoded_become_typed() -> None:
    assert decoding.decode('{"name": "Tom"}', Cat) == Cat("Tom")
    assert decoding.decode(b'[{"name": "Tom", "lives": 8}]', tuple[Cat, ...]) == (Cat("Tom", 8),)
    assert decoding.convert({"name": "Tom", "lives": "7"}, Cat, strict=False) == Cat("Tom", 7)
    with pytest.raises(msgspec.ValidationError, match="lives"):
        decoding.convert({"name": "Tom", "lives": "7"}, Cat)
    with pytest.raises(msgspec.DecodeError):
        decoding.decode("{", Cat)
