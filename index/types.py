"""What the library and the search exchange: entries, passages, queries, hits, and the two protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Mode = Literal["hybrid", "keyword", "vector"]
Matrix = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]


class Outcome(StrEnum):
    """What `Library.put` did with the reports of a file."""

    ADDED = "added"
    UNCHANGED = "unchanged"  # the same file, understood by the same versions
    REPLACED = "replaced"  # the same file, understood by other versions


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as the library lists it: its profile and how much was found. Money in yuan."""

    id: str
    name: str  # of the file
    part: int | None  # which of the file's reports, from 1; None where it is the whole file
    format: str
    bureau: str | None
    province: str | None
    city: str | None
    county: str | None
    level: str | None
    year: int | None
    kind: str | None
    self_score: Decimal | None
    grade: str | None
    budget: Decimal | None
    spending: Decimal | None
    problems: int
    measures: int
    findings: int
    added_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What happened to the passages of a library up to `revision`; ids in ascending order.

    Only ids, so that a million of them fit; `Library.passages` gives what stands behind them.
    `removed` may name passages that came and went since.
    """

    revision: int
    added: Ids
    removed: Ids


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one section: what is indexed and what a hit shows.

    `text` is the passage's own words joined over breaks; `section_title` the heading path from
    the top, joined by " > "; [start, end) its place in the document's text.
    """

    id: int
    report: str
    section_type: str
    section_title: str
    themes: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reports and sections to look at; an empty tuple lets all through.

    Several values of one field are alternatives. A region may lack its ending (广东 is 广东省),
    a bureau may be a part of the name (市场监督管理局); all others are matched as they stand.
    """

    province: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    county: tuple[str, ...] = ()
    bureau: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; a part of `text` in quotation marks must be there as it stands."""

    text: str
    k: int = 10
    mode: Mode = "hybrid"
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in its rank. `highlights` are [start, end) in `passage.text`; `legs` the score
    each leg gave, 0..1 (a leg that did not find it is absent)."""

    rank: int
    score: float
    passage: Passage
    highlights: tuple[tuple[int, int], ...]
    legs: tuple[tuple[str, float], ...]


class Encoder(Protocol):
    """Turns texts into unit vectors; `name` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """Which model made the vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Matrix:
        """Shape (len(texts), dimension), rows of length 1, or 0 for a text without content."""
        ...


class PassageIndex(Protocol):
    """A derived index over passages. It may be deleted at any time and is rebuilt from the library."""

    @property
    def stamp(self) -> str:
        """What the index holds, as given to the last `commit`; "" when empty."""
        ...

    def add(self, passages: Sequence[Passage]) -> None:
        """Add passages; one that is already there (by id) is replaced."""
        ...

    def remove(self, ids: Sequence[int]) -> None:
        """Take passages out; ids that are not there are passed over."""
        ...

    def commit(self, stamp: str) -> None:
        """Make all changes durable at once, under this stamp."""
        ...

    def rollback(self) -> None:
        """Forget the changes since the last `commit`; another process may write then."""
        ...

    def search(self, text: str, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """The k best (passage id, score), best first; only ids in `allowed` where it is given."""
        ...

    def clear(self) -> None:
        """Forget everything."""
        ...
