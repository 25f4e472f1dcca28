"""Tables as the rules see them: panels of named rows and columns with one figure, or nothing, in a cell.

A panel is a stretch of rows under one header, with the columns that share the names of their rows: of a table with
income on the left and spending on the right it takes two.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.cells import Figure, heads_of
from nlp.knowledge import load
from nlp.text import fold
from nlp.types import Span, Table

_NOTHING = re.compile(r"[\s/\\\-—–―－一无*·]*")
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_BESIDE = re.compile(r"[\s,，]*")

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows by columns; `names` and `heads` are those of rows and columns, `figures` the cells with just one figure."""

    title: str
    names: Mapping[int, str]
    heads: Mapping[int, str]
    figures: Mapping[Cell, Figure]
    empty: frozenset[Cell]  # cells that say nothing, or that there is nothing
    kinds: bool  # the rows are of as many kinds: indicators
    headed: bool  # a header was found above

    @property
    def rows(self) -> list[int]:
        """The lines that have names at their left."""
        return list(self.names)

    @property
    def columns(self) -> list[int]:
        """The lines that have headers."""
        return list(self.heads)

    def turned(self) -> "Panel":
        """Rows for columns."""
        figures = {(col, row): figure for (row, col), figure in self.figures.items()}
        empty = frozenset((col, row) for row, col in self.empty)
        return Panel(self.title, self.heads, self.names, figures, empty, self.kinds, self.headed)


@cache
def words(*keys: str) -> re.Pattern[str]:
    """A pattern under [table] of the rules' knowledge."""
    rules = load("audit")["table"]
    for key in keys:
        rules = rules[key]
    return re.compile(rules)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without blanks and what stands in brackets, unless that is all."""
    bare = re.sub(r"\s+", "", fold(name))
    return _BRACKETED.sub("", bare) or bare


@dataclass(frozen=True, slots=True)
class Source:
    """A table with its grid, its figures, and where its cells stand in the folded text of the document."""

    table: Table
    title: str
    text: str
    rows: Sequence[Sequence[str]]
    figures: Sequence[Figure]
    places: Mapping[Cell, Span]


def panels(source: Source) -> Iterator[Panel]:
    """Every panel of a table."""
    rows = source.rows
    heads = heads_of(rows, source.table.header_rows)
    figures = _single(source)
    for stretch in _stretches(range(len(rows)), heads.rows):
        askew = _askew(rows, stretch, figures)
        columns = _figure_columns(rows, stretch, figures)
        named: dict[tuple[str, ...], list[int]] = {}
        for col in columns:
            named.setdefault(_names(rows, stretch, columns, col), []).append(col)
        for names, cols in named.items():
            left_out = askew | _nameless(stretch, names)
            cells = [(row, col) for row in stretch if row not in left_out for col in cols]
            kinds = bool(words("kinds").search(plain(" ".join(heads.columns[stretch[0]][: cols[0]]))))
            yield Panel(
                source.title,
                dict(zip(stretch, names, strict=True)),
                {col: heads.of(stretch[0], col) for col in cols},
                {cell: figures[cell] for cell in cells if cell in figures},
                frozenset(cell for cell in cells if _NOTHING.fullmatch(rows[cell[0]][cell[1]])),
                kinds,
                stretch[0] - 1 in heads.rows,
            )


def _stretches(rows: Sequence[int], heads: frozenset[int]) -> Iterator[list[int]]:
    """The runs of rows between headers."""
    run: list[int] = []
    for row in rows:
        if row in heads:
            if run:
                yield run
            run = []
        else:
            run.append(row)
    if run:
        yield run


def _single(source: Source) -> dict[Cell, Figure]:
    """The cells that hold one exact figure and nothing else; what a merged cell repeats stands in its first place."""
    found: dict[Cell, list[Figure]] = {}
    for figure in source.figures:
        found.setdefault((figure.place.row, figure.place.col), []).append(figure)
    return {
        cell: figures[0]
        for cell, figures in found.items()
        if len(figures) == 1 and figures[0].quantity.op == "=" and _alone(source, figures[0])
    }


def _alone(source: Source, figure: Figure) -> bool:
    cell = source.places[figure.place.row, figure.place.col]
    span = figure.quantity.span
    before, after = source.text[cell.start : span.start], source.text[span.end : cell.end]
    return bool(figure.quantity.value is not None and _BESIDE.fullmatch(before) and _BESIDE.fullmatch(after))


def _figure_columns(rows: Sequence[Sequence[str]], stretch: Sequence[int], figures: Mapping[Cell, Figure]) -> list[int]:
    """The columns in which at least half of what is said are figures."""
    found = []
    for col in range(len(rows[0])):
        said = [row for row in stretch if not _NOTHING.fullmatch(rows[row][col])]
        counted = sum((row, col) in figures for row in said)
        if counted and 2 * counted >= len(said):
            found.append(col)
    return found


def _names(rows: Sequence[Sequence[str]], stretch: Sequence[int], figures: Sequence[int], col: int) -> tuple[str, ...]:
    """What names the rows of a column: of the text columns next to it on the left the one that tells most apart.

    A total names its row wherever it stands in these, and further left where these say nothing.
    """
    run: list[int] = []
    for left in range(col - 1, -1, -1):
        if left in figures or not _tells(rows, stretch, left):
            if run:
                break
            continue
        run.append(left)
    if not run:
        return ("",) * len(stretch)
    best = max(run, key=lambda k: (len({rows[row][k] for row in stretch}), k))
    return tuple(_name(rows[row][: col + 1], run, best) for row in stretch)


def _name(row: Sequence[str], run: Sequence[int], best: int) -> str:
    total = words("total")
    own = [text for k in run if (text := plain(row[k])) and not _NOTHING.fullmatch(text)]
    further = [text for cell in row[: min(run)] if total.search(text := plain(cell))]
    found = next((text for text in own if total.search(text)), None) or (None if own else next(iter(further), None))
    return found or re.sub(r"\s+", "", row[best])


def _nameless(stretch: Sequence[int], names: Sequence[str]) -> frozenset[int]:
    """Rows without a name where nearly all have one."""
    without = frozenset(row for row, name in zip(stretch, names, strict=True) if _NOTHING.fullmatch(name))
    return without if 5 * len(without) <= len(names) else frozenset()


def _askew(rows: Sequence[Sequence[str]], stretch: Sequence[int], figures: Mapping[Cell, Figure]) -> frozenset[int]:
    """Rows whose cells have slipped: a figure stands among names, or in another unit than all others of its column."""
    found: set[int] = set()
    for col in range(len(rows[0])):
        numbers = [row for row in stretch if _NUMBER.fullmatch(fold(rows[row][col].strip()))]
        texts = [row for row in stretch if re.search(r"[\u4e00-\u9fff]", rows[row][col]) and (row, col) not in figures]
        if 2 * len(numbers) <= len(texts):
            found.update(numbers)
        kinds = Counter(figures[row, col].quantity.kind for row in stretch if (row, col) in figures)
        if len(kinds) > 1:
            usual = kinds.most_common(1)[0][0]
            found.update(row for row in stretch if (row, col) in figures and figures[row, col].quantity.kind != usual)
    return frozenset(found)


def _tells(rows: Sequence[Sequence[str]], stretch: Sequence[int], col: int) -> bool:
    """At least half of a column's cells are names."""
    named = sum(bool(re.search(r"[\u4e00-\u9fffA-Za-z]", rows[row][col])) for row in stretch)
    return 2 * named >= len(stretch)
