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
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from api import limits
from api.board import Board, Place, State
from api.errors import reason
from api.files import refusal
from nlp import codec
from nlp.errors import TooSlow
from nlp.readers import USUAL, office
from nlp.readers.options import Converted, Options
from nlp.types import Report

if TYPE_CHECKING:  # a worker has no use for the database
    from index.library import Library

# Files handed to the pool ahead of the one whose turn it is, per worker: enough to keep the workers busy behind a
# slow file, few enough that finished reports do not pile up in memory and little is lost when the run is cut short.
AHEAD = 4
STDERR = 2
_LOOK = 0.2  # seconds between two looks at the board
# In a worker process: its place on the board, which only the pool's initializer is handed.
_PLACES: list[Place] = []


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


Work = Callable[[Path, Options], Reading]  # must be importable by name: it is handed to other processes
Watch = Callable[[Path, int, int], None]  # told the file that is waited for, how many of its pages are done, and all


def read_one(path: Path, options: Options = USUAL, *, debug: bool = False) -> Reading:
    """Read and understand one file in this process; with `debug` the reason of a failure has its traceback.

    An unforeseen error is the file's own failure too: it must not end a long run.
    """
    from api.meaning import similarity
    from models import section, theme
    from nlp.readers import read as read_document
    from nlp.understand import understood

    start = time.perf_counter()
    refused = refusal(path)
    if refused:
        return Reading(path, None, refused, time.perf_counter() - start)
    try:
        document = read_document(path, options)
        known = understood(document, classifier=section.load(), similarity=similarity, judge=theme.load())
        reports = tuple(codec.encode(report) for report in known)
    except MemoryError as error:
        why = f"读取它需要的内存超过上限 {options.max_memory} 字节；请拆分文件，或调大 JIXIAO_MAX_MEMORY 后再添加"
        return Reading(path, None, f"{why}\n{reason(error, debug=True)}" if debug else why, time.perf_counter() - start)
    except Exception as error:
        return Reading(path, None, reason(error, debug=debug), time.perf_counter() - start)
    return Reading(path, reports, None, time.perf_counter() - start)


def add(
    files: Sequence[Path],
    library: "Library",
    workers: int,
    work: Work = read_one,
    options: Options = USUAL,
    watch: Watch | None = None,
) -> Iterator[FileOutcome]:
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
    for reading in read(new, workers, work, options, watch):
        yield _put(reading, library)


def read(
    files: Sequence[Path],
    workers: int,
    work: Work = read_one,
    options: Options = USUAL,
    watch: Watch | None = None,
) -> Iterator[Reading]:
    """Do `work` on files, in their order. One file is read here, several in worker processes.

    A worker that dies takes nothing with it but its own file, and a file over its time limit nothing but itself.
    Old Word files are converted together beforehand. `watch` hears of the pages of a long document.
    """
    options = replace(options, on_page=USUAL.on_page)  # what `watch` is for: a function is not for other processes
    if len(files) <= 1:
        for path in files:
            yield _in_time(work, path, options, partial(watch, path) if watch else options.on_page)
        return
    run = _Run(tuple(files), work, options, watch, _Conversions(files, options))
    waiting = deque(range(len(files)))
    while waiting:
        yield from _until_a_worker_dies(waiting, min(workers, len(waiting)), run)


def tally(outcomes: Iterable[FileOutcome]) -> dict[Status, int]:
    """How many files met each fate."""
    counted = Counter(outcome.status for outcome in outcomes)
    return {status: counted[status] for status in Status}


def _known(path: Path, library: "Library") -> FileOutcome | None:
    from api.meaning import similarity
    from models import section, theme
    from nlp.understand import made_by

    start = time.perf_counter()
    if refusal(path):
        return None  # reading it will meet the same and say so
    try:
        with path.open("rb") as file:
            identity = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
    held_as = library.known(identity, made_by(section.load(), similarity, theme.load()))
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


@dataclass(frozen=True, slots=True)
class _Run:
    """What is to be done; a file is known by its place in `files`."""

    files: tuple[Path, ...]
    work: Work
    options: Options
    watch: Watch | None
    conversions: "_Conversions"


class _Conversions:
    """Groups of old Word files, each made .docx by one process of an office program, one group ahead of the reading.

    Nothing depends on it: a file that is not converted here is converted when it is read.
    """

    def __init__(self, files: Sequence[Path], options: Options) -> None:
        self._groups = [group for group in office.groups([f for f in files if not refusal(f)]) if len(group) > 1]
        self._group_of = {path: at for at, group in enumerate(self._groups) for path in group}
        self._options = options
        self._begun: dict[int, Future[dict[Path, Converted]]] = {}

    def ready(self, path: Path, pool: ProcessPoolExecutor) -> bool:
        """Whether nothing has to be waited for to read this file."""
        at = self._group_of.get(path)
        if at is None:
            return True
        for number in range(at, min(at + 2, len(self._groups))):
            if number not in self._begun:
                with _ctrl_c_later():
                    group = self._groups[number]
                    self._begun[number] = pool.submit(office.convert_together, group, self._options)
        return self._begun[at].done()

    def take(self, path: Path) -> Converted | None:
        """The file as .docx, waited for; each is given once. None where it has to be converted when it is read."""
        at = self._group_of.get(path)
        return None if at is None else self._begun[at].result().pop(path, None)

    def give_up(self) -> None:
        """The workers are gone, and what they were converting: these files will be converted one by one."""
        for future in self._begun.values():
            if not future.done() or future.exception():
                future.cancel()
        lost = {at for at, future in self._begun.items() if future.cancelled() or future.exception()}
        self._group_of = {path: at for path, at in self._group_of.items() if at not in lost}


def _until_a_worker_dies(waiting: deque[int], workers: int, run: _Run) -> Iterator[Reading]:
    """Empty `waiting` through one pool; where a worker dies, what was under way is read once more, each file alone.

    Which of the files under way killed the worker is not told, hence the second try; but a file that ran out of its
    time is known by what its worker last wrote on the board.
    """
    under_way: deque[tuple[int, Future[Reading]]] = deque()
    with _pool(workers, run.options) as (pool, board):
        while waiting or under_way:
            try:
                while waiting and len(under_way) < workers * AHEAD:
                    path = run.files[waiting[0]]
                    if not run.conversions.ready(path, pool) and under_way:
                        break  # meanwhile, what is under way
                    options = replace(run.options, converted=run.conversions.take(path))
                    with _ctrl_c_later():
                        under_way.append((waiting[0], pool.submit(_at_work, run.work, waiting[0], path, options)))
                        waiting.popleft()
                reading = _awaited(under_way[0][1], board, run)
            except BrokenProcessPool:
                break
            under_way.popleft()
            yield reading
    run.conversions.give_up()
    hung = {state.number: state for state in board.at_work() if _is_hung(state, run.options)}
    for number, future in under_way:
        if future.done() and not future.exception():
            yield future.result()
        elif number in hung:
            yield _given_up(run.files[number], hung[number], run.options)
        else:
            yield _read_alone(number, run)


def _read_alone(number: int, run: _Run) -> Reading:
    start, path = time.perf_counter(), run.files[number]
    with _pool(1, run.options) as (pool, board):
        try:
            with _ctrl_c_later():
                future = pool.submit(_at_work, run.work, number, path, run.options)
            return _awaited(future, board, run)
        except BrokenProcessPool:
            pass
    for state in board.at_work():
        if _is_hung(state, run.options):
            return _given_up(path, state, run.options)
    why = "读取它的进程两次意外终止（多半是内存不足，或文件触发了解析库的缺陷）；其余文件不受影响"
    return Reading(path, None, why, time.perf_counter() - start)


def _awaited(future: Future[Reading], board: Board, run: _Run) -> Reading:
    """The result, with somebody told meanwhile how far the file is that comes next."""
    while run.watch is not None and not wait([future], timeout=_LOOK).done:
        first = min(board.at_work(), key=lambda state: state.number, default=None)
        if first is not None and first.total > 1:
            run.watch(run.files[first.number], first.done, first.total)
    return future.result()


def _is_hung(state: State, options: Options) -> bool:
    """Whether the worker, dead by now, died of `limits.time_limit`."""
    return state.seconds > options.max_seconds + limits.grace(options.max_seconds) / 2


def _given_up(path: Path, state: State, options: Options) -> Reading:
    why = limits.too_slow(path.name, options.max_seconds)
    return Reading(path, None, str(why), state.seconds)


def _in_time(work: Work, path: Path, options: Options, page: Callable[[int, int], None]) -> Reading:
    """Do the work within the time limit, which every page renews."""
    start = time.perf_counter()
    here = None if multiprocessing.parent_process() else STDERR
    try:
        with limits.time_limit(options.max_seconds, path.name, last_words=here) as renew:

            def on_page(done: int, total: int) -> None:
                renew()
                page(done, total)

            return work(path, replace(options, on_page=on_page))
    except TooSlow as error:
        return Reading(path, None, str(error), time.perf_counter() - start)


def _at_work(work: Work, number: int, path: Path, options: Options) -> Reading:
    """`_in_time` in a worker, with the board kept up to date."""
    place = _PLACES[0]
    place.begin(number)
    try:
        return _in_time(work, path, options, place.page)
    finally:
        place.end()


@contextmanager
def _pool(workers: int, options: Options) -> Iterator[tuple[ProcessPoolExecutor, Board]]:
    """Worker processes, started afresh (not forked: indexes and model libraries hold threads), and their board.

    Where what uses them is cut short, they are too: nobody waits for a scan of many pages after Ctrl-C.
    """
    board = Board(workers)
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin_work,
        initargs=(board, options.max_memory),
    )
    try:
        yield pool, board
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
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


def _begin_work(board: Board, max_memory: int) -> None:
    """A worker dies at once by Ctrl-C, without a traceback, and with its parent, whatever that dies of."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limits.limit_memory(max_memory)
    _PLACES.append(board.place())


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
