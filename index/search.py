"""Search over a library: filters, the two legs and their fusion, highlights."""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from index import terms
from index.library import Library
from index.types import Changes, Hit, Ids, Passage, PassageIndex, Query
from nlp.errors import CallError, LibraryError

# Of the ways of fusing tried on judged questions over real reports, this helped paraphrased ones
# most and cost keyword ones nothing (reciprocal ranks with k = 60 cost them .03 nDCG@10).
WEIGHTS = {"keyword": 0.4, "vector": 0.6}
DEPTH = 100  # how many candidates each leg names, at least

_BATCH = 1000  # passages read and indexed at once
_PATIENCE = 3600.0  # seconds to wait while another process brings the indexes up to date …
_LOOK = 1  # … looking again after so many
_MODES = {"hybrid": ("keyword", "vector"), "keyword": ("keyword",), "vector": ("vector",)}

Progress = Callable[[int, int], None]
Scores = dict[int, float]


class Searcher:
    """Searches a library through its derived indexes, and keeps these up with it."""

    def __init__(self, library: Library, keyword: PassageIndex, vector: PassageIndex) -> None:
        self._library = library
        self._legs = {"keyword": keyword, "vector": vector}

    def refresh(self, progress: Progress | None = None, waiting: Callable[[], None] | None = None) -> int:
        """Bring the indexes up to the library's revision; the number of passages indexed, over both.

        An index that is of another library, or of a revision this one has not reached, is rebuilt.
        `progress` is told (done, total) passages. Who comes while somebody else is at it calls
        `waiting`, waits, and then finds it done.
        """
        if not self.stale():
            return 0
        with closing(_turn(self._library.indexes, waiting)):
            plans = [(index, *self._plan(index)) for index in self._legs.values()]
            total = sum(len(changes.added) for _, _, changes in plans)
            done = 0
            for index, since, changes in plans:
                with _whole(index):
                    for count in self._catch_up(index, since, changes):
                        done += count
                        if progress:
                            progress(done, total)
        return done

    def stale(self) -> tuple[str, ...]:
        """The names of the indexes that do not hold what the library holds now."""
        fresh = _stamp(self._library.identity, self._library.revision)
        return tuple(name for name, index in self._legs.items() if index.stamp != fresh)

    def search(self, query: Query) -> list[Hit]:
        """The k best passages that the filters let through, best first. CallError for an empty query.

        In a hybrid search a passage's score is 0.4 · BM25 / max + 0.6 · (cosine - min) / (max - min)
        over the candidates of both legs; one without a matching term has no keyword score.
        """
        legs = _legs(query)
        asked = terms.question(query.text)
        allowed = self._holding(asked.phrases, self._library.allowed(query.filters))
        found = self._candidates(query, legs, allowed)
        held = self._library.passages(sorted(set().union(*found.values())))
        kept = {i: p for i, p in held.items() if all(terms.says(p.text, phrase) for phrase in asked.phrases)}
        scores = {name: _to_unit(name, {i: s for i, s in found[name].items() if i in kept}) for name in legs}
        totals = _fused(kept, scores)
        best = sorted(kept, key=lambda i: (-totals[i], i))[: query.k]
        return [_hit(rank, kept[i], totals[i], scores, asked) for rank, i in enumerate(best, start=1)]

    def _plan(self, index: PassageIndex) -> tuple[int | None, Changes]:
        """The revision an index stands at, None where it must be rebuilt, and what came since."""
        identity, _, revision = index.stamp.rpartition(":")
        since = int(revision) if identity == self._library.identity else None
        if since is not None and since > self._library.revision:
            since = None
        return since, self._library.changes(since or 0)

    def _catch_up(self, index: PassageIndex, since: int | None, changes: Changes) -> Iterable[int]:
        if since == changes.revision:
            return
        if since is None:
            index.clear()
        else:
            index.remove(changes.removed.tolist())
        for start in range(0, len(changes.added), _BATCH):
            batch = changes.added[start : start + _BATCH]
            index.add(list(self._library.passages(batch).values()))
            yield len(batch)
        index.commit(_stamp(self._library.identity, changes.revision))

    def _holding(self, phrases: Sequence[str], allowed: Ids | None) -> Ids | None:
        """Of the allowed passages those that hold every phrase, so that a leg names no others."""
        if not phrases:
            return allowed
        quoted = "".join(f"“{phrase}”" for phrase in phrases)
        return np.array(sorted(i for i, _ in self._legs["keyword"].search(quoted, sys.maxsize, allowed)), np.int64)

    def _candidates(self, query: Query, legs: tuple[str, ...], allowed: Ids | None) -> dict[str, Scores]:
        """The best of each leg, and what each leg says of the candidates of the other."""
        depth = max(DEPTH, 2 * query.k)
        found = {name: dict(self._legs[name].search(query.text, depth, allowed)) for name in legs}
        union = set().union(*found.values())
        for name in legs:
            others = np.array(sorted(union - found[name].keys()), dtype=np.int64)
            if len(others):
                found[name] |= dict(self._legs[name].search(query.text, len(others), others))
        return found


def _stamp(identity: str, revision: int) -> str:
    return f"{identity}:{revision}"


@contextmanager
def _whole(index: PassageIndex) -> Iterator[None]:
    """All changes or none: what is cut short leaves nothing half done, and no lock behind."""
    try:
        yield
    except BaseException:
        index.rollback()
        raise


def _turn(folder: Path, waiting: Callable[[], None] | None) -> sqlite3.Connection:
    """Held until closed, by one at a time over all threads and processes; one that dies lets go.

    SQLite's lock on an empty database is just that, on every system.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        turn = sqlite3.connect(folder / "turn", timeout=0, isolation_level=None)
        if not _taken(turn):
            if waiting:
                waiting()
            turn.execute(f"PRAGMA busy_timeout = {_LOOK * 1000}")  # in short waits: one in SQLite cannot be interrupted
            deadline = time.monotonic() + _PATIENCE
            while not _taken(turn):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"等了 {_PATIENCE / 60:.0f} 分钟")
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(f"索引 {folder} 无法更新（{error}）；请等另一个进程完成，或检查权限和磁盘空间") from error
    return turn


def _taken(turn: sqlite3.Connection) -> bool:
    try:
        turn.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _legs(query: Query) -> tuple[str, ...]:
    if not query.text.strip():
        raise CallError("检索词是空的；请输入要找的词语或句子")
    if query.k < 1:
        raise CallError(f"结果条数 {query.k} 不可用；请给出不小于 1 的整数")
    if query.mode not in _MODES:
        raise CallError(f"检索方式 {query.mode} 不可用；可选：{'、'.join(_MODES)}")
    return _MODES[query.mode]


def _to_unit(leg: str, scores: Scores) -> Scores:
    """Scores brought to 0..1: BM25 against nothing matched, cosine against the weakest candidate."""
    if not scores:
        return {}
    low = 0.0 if leg == "keyword" else min(scores.values())
    reach = max(scores.values()) - low
    return {i: (score - low) / reach if reach > 0 else 1.0 for i, score in scores.items()}


def _fused(ids: Iterable[int], scores: dict[str, Scores]) -> Scores:
    """The weighted mean of the legs; a leg that found nothing at all (a number has no meaning) has no say."""
    weights = {name: WEIGHTS[name] for name, leg in scores.items() if leg}
    whole = sum(weights.values())
    return {i: sum(weight * scores[name].get(i, 0.0) for name, weight in weights.items()) / whole for i in ids}


def _hit(rank: int, passage: Passage, score: float, scores: dict[str, Scores], asked: terms.Question) -> Hit:
    legs = tuple((name, leg[passage.id]) for name, leg in scores.items() if passage.id in leg)
    return Hit(rank, score, passage, terms.highlights(asked, passage.text), legs)
