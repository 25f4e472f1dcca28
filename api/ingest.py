"""Many files: read and understood in worker processes, written to the library as they come."""

import hashlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from api.errors import reason
from api.files import refusal
from nlp import codec
from nlp.types import Report

if TYPE_CHECKING:  # a worker has no use for the database
    from index.library import Library

# Files handed to the pool ahead of the one whose turn it is, per worker: enough to keep the workers busy behind a
# slow file, few enough that finished reports do not pile up in memory and little is lost when the run is cut short.
AHEAD = 4


class Status(StrEnum):
    """What became of a file."""

    ADDED = "新增"
    UNCHANGED = "未变"
    REPLACED = "更新"
    FAILED = "失败"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: `file` is the SHA-256 of its bytes, `why` the reason of a failure.

    `held_as` is the file's name in the library, which of an unchanged one may be that of another file with the same
    bytes; `warnings` counts the doubts of a file that was read just now, `reports` the reports in it.
    """

    path: Path
    status: Status
    file: str | None
    why: str | None
    seconds: float
    held_as: str | None = None
    warnings: int = 0
    reports: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One file read: exactly one of `reports` (each encoded, see nlp.codec; at least one) and `why` is there."""

    path: Path
    reports: tuple[bytes, ...] | None
    why: str | None
    seconds: float

    def understood(self) -> tuple[Report, ...]:
        """The reports themselves; none of a file that failed."""
        return tuple(codec.decode(report) for report in self.reports or ())


Work = Callable[[Path], Reading]  # must be importable by name: it is handed to other processes


def read_one(path: Path, *, debug: bool = False) -> Reading:
    """Read and understand one file in this process; with `debug` the reason of a failure has its traceback.

    An unforeseen error is the file's own failure too: it must not end a long run.
    """
    from nlp.readers import read as read_document
    from nlp.understand import understood

    start = time.perf_counter()
    refused = refusal(path)
    if refused:
        return Reading(path, None, refused, time.perf_counter() - start)
    try:
        reports = tuple(codec.encode(report) for report in understood(read_document(path)))
    except Exception as error:
        return Reading(path, None, reason(error, debug=debug), time.perf_counter() - start)
    return Reading(path, reports, None, time.perf_counter() - start)


def add(files: Sequence[Path], library: "Library", workers: int, work: Work = read_one) -> Iterator[FileOutcome]:
    """Bring files into the library, in their order; every outcome is yielded once it is on disk.

    A file whose bytes the library already holds, understood by the same versions of all steps, is not read.
    The reports of a file are one transaction: stopping at any moment leaves whole files, and the next run goes on
    from there.
    """
    new: list[Path] = []
    for path in files:
        known = _known(path, library)
        if known is None:
            new.append(path)
        else:
            yield known
    for reading in read(new, workers, work):
        yield _put(reading, library)


def read(files: Sequence[Path], workers: int, work: Work = read_one) -> Iterator[Reading]:
    """Do `work` on files, in their order. One file is read here, several in worker processes.

    A worker that dies takes nothing with it but its own file.
    """
    if len(files) <= 1:
        yield from map(work, files)
        return
    waiting = deque(files)
    while waiting:
        yield from _until_a_worker_dies(waiting, min(workers, len(waiting)), work)


def tally(outcomes: Iterable[FileOutcome]) -> dict[Status, int]:
    """How many files met each fate."""
    counted = Counter(outcome.status for outcome in outcomes)
    return {status: counted[status] for status in Status}


def _known(path: Path, library: "Library") -> FileOutcome | None:
    from nlp.understand import MADE_BY

    start = time.perf_counter()
    if refusal(path):
        return None  # reading it will meet the same and say so
    try:
        with path.open("rb") as file:
            identity = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
    held_as = library.known(identity, MADE_BY)
    if held_as is None:
        return None
    return FileOutcome(path, Status.UNCHANGED, identity, None, time.perf_counter() - start, held_as)


def _put(reading: Reading, library: "Library") -> FileOutcome:
    reports = reading.understood()
    if not reports:
        return FileOutcome(reading.path, Status.FAILED, None, reading.why, reading.seconds)
    start, first = time.perf_counter(), reports[0]
    identity = first.document.file
    status = Status[library.put(*reports).name]
    held_as = library.known(identity, first.made_by) if status is Status.UNCHANGED else first.document.name
    seconds = reading.seconds + time.perf_counter() - start
    doubts = sum(len(report.warnings) for report in reports)
    return FileOutcome(reading.path, status, identity, None, seconds, held_as, doubts, len(reports))


def _until_a_worker_dies(waiting: deque[Path], workers: int, work: Work) -> Iterator[Reading]:
    """Empty `waiting` through one pool; where a worker dies, what was under way is read once more, each file alone.

    Which of the files under way killed the worker is not told, hence the second try.
    """
    under_way: deque[tuple[Path, Future[Reading]]] = deque()
    with _pool(workers) as pool:
        while waiting or under_way:
            try:
                while waiting and len(under_way) < workers * AHEAD:
                    with _ctrl_c_later():
                        under_way.append((waiting[0], pool.submit(work, waiting[0])))
                        waiting.popleft()
                reading = under_way[0][1].result()
            except BrokenProcessPool:
                break
            under_way.popleft()
            yield reading
    for path, future in under_way:
        yield future.result() if future.done() and not future.exception() else _read_alone(path, work)


def _read_alone(path: Path, work: Work) -> Reading:
    start = time.perf_counter()
    with _pool(1) as pool:
        try:
            with _ctrl_c_later():
                future = pool.submit(work, path)
            return future.result()
        except BrokenProcessPool:
            why = "读取它的进程两次意外终止（多半是内存不足，或文件触发了解析库的缺陷）；其余文件不受影响"
            return Reading(path, None, why, time.perf_counter() - start)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes, started afresh (not forked: indexes and model libraries hold threads)."""
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_work)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Ctrl-C comes after this: half a start leaves a worker that prints a traceback.

    Processes started here have the signal blocked until `_begin_work`. In this one the mask is not enough, as threads
    of numerical libraries take the signal.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler)
        if came:
            signal.raise_signal(signal.SIGINT)


def _begin_work() -> None:
    """A worker dies at once by Ctrl-C, without a traceback, and with its parent, whatever that dies of."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
