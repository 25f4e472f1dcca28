"""A board in shared memory, on which worker processes write what they are at, for their parent to read.

Each worker writes into a slot of its own, without a lock: one that dies leaves nobody waiting. A reader may see a slot
while it changes, which costs no more than a progress bar that is wrong for a moment.
"""

import ctypes
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import sharedctypes
from typing import Any

_IDLE = -1


class _Slot(ctypes.Structure):
    _fields_ = (
        ("number", ctypes.c_int64),  # of the file; _IDLE between files
        ("since", ctypes.c_double),  # of the system's monotonic clock: begin of the file, or its last page
        ("done", ctypes.c_int64),
        ("total", ctypes.c_int64),
    )


@dataclass(frozen=True, slots=True)
class State:
    """What a worker is at: the file's number, seconds since it last came on, pages done and in all (0: unknown)."""

    number: int
    seconds: float
    done: int
    total: int


class Board:
    """Made by the parent; handed to its workers as they start, as nothing else can be."""

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._slots: Any = sharedctypes.RawArray(_Slot, [(_IDLE, 0.0, 0, 0)] * workers)
        self._taken: Any = context.Value("i", 0)

    def place(self) -> "Place":
        """A slot for the worker that calls this."""
        with self._taken.get_lock():
            at = self._taken.value
            self._taken.value = at + 1
        return Place(self._slots[at])

    def at_work(self) -> Iterator[State]:
        """What the workers are at just now, or were when they died."""
        now = time.monotonic()
        for slot in self._slots:
            if slot.number != _IDLE:
                yield State(slot.number, now - slot.since, slot.done, slot.total)


class Place:
    """A worker's slot."""

    def __init__(self, slot: Any) -> None:
        self._slot = slot

    def begin(self, number: int) -> None:
        """The worker begins with this file."""
        self._slot.done = self._slot.total = 0
        self._slot.since = time.monotonic()
        self._slot.number = number

    def page(self, done: int, total: int) -> None:
        """So many of the file's pages are done."""
        self._slot.done, self._slot.total = done, total
        self._slot.since = time.monotonic()

    def end(self) -> None:
        """The worker is free."""
        self._slot.number = _IDLE
