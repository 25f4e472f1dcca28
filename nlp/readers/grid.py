"""Rows of cells without borders: where one table ends and the next begins, which cells are merged."""

import re
from collections import Counter
from collections.abc import Sequence

from nlp.readers.lines import pattern, width
from nlp.types import Cell, Span

Row = tuple[Span, ...]

_BRACKETED_END = re.compile(r"\s*[（(][^（）()]{0,14}[)）]\s*$")


def value(text: str, span: Span) -> str:
    """A cell's words on one line."""
    return re.sub(r"\s+", "", text[span.start : span.end])


def usual(numbers: Sequence[int]) -> int:
    """The most frequent number, of equally frequent ones the largest."""
    times = Counter(numbers)
    return max(times, key=lambda n: (times[n], n))


def is_number(cell: str) -> bool:
    """True for an amount, a rate, or the stroke that stands for none."""
    return bool(pattern("tables", "number").match(cell) or pattern("tables", "blank_value").match(cell))


def is_header(cells: Sequence[str]) -> bool:
    """True where the cells name columns: short, without figures, most of them ending as such names do."""
    filled = [_BRACKETED_END.sub("", c) or c for c in cells if c]
    if len(filled) < 2 or 3 * len(filled) < 2 * len(cells):
        return False
    if any(width(c) > 20 or c.endswith(("：", ":")) or re.search(r"\d(?!\d*年)", c) for c in filled):
        return False
    named = sum(
        bool(pattern("tables", "header").search(c)) and not pattern("tables", "header_not").match(c) for c in filled
    )
    return 5 * named >= 3 * len(filled)


def split(text: str, rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Half-open ranges of rows that are tables of their own.

    Forms stack several tables without a word between them. A new one begins at a header row that
    follows figures or changes the number of columns, and that has rows below it.
    """
    words = [[value(text, span) for span in row] for row in rows]
    starts = [0]
    figures = several = False  # whether the table so far has a figure, has a row of several cells
    for i, cells in enumerate(words):
        after_header = i > 0 and is_header(words[i - 1])
        changes = figures or (i > 0 and several and len(cells) != len(words[i - 1]))
        if i > starts[-1] and i + 1 < len(words) and is_header(cells) and changes and not after_header:
            starts.append(i)
            figures = several = False
        figures = figures or any(is_number(c) for c in cells if c)
        several = several or sum(bool(c) for c in cells) > 1
    return list(zip(starts, [*starts[1:], len(rows)], strict=True))


def cells(text: str, rows: Sequence[Row]) -> tuple[Cell, ...]:
    """Every cell of the rows with its place; an empty one too, unless a merged cell covers it.

    An empty cell under a filled one in the leading columns, which name what the row is about, is
    the rest of a cell merged over rows.
    """
    words = [[value(text, span) for span in row] for row in rows]
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    tall: dict[tuple[int, int], int] = {}
    labels = _label_columns(words)
    two_rows = _heads_two_rows(words)
    for r in range(1, len(words)):
        for c in range(min(labels, len(words[r]))):
            if words[r][c]:
                break
            above = owner.get((r - 1, c), (r - 1, c))
            if not _may_reach_down(words, above, r == 1 and two_rows):
                break
            owner[r, c] = above
            tall[above] = r - above[0] + 1
    return tuple(
        Cell(r, c, tall.get((r, c), 1), 1, span)
        for r, row in enumerate(rows)
        for c, span in enumerate(row)
        if (r, c) not in owner
    )


def _label_columns(words: Sequence[Sequence[str]]) -> int:
    """How many leading columns hold names and not values; the last column never does."""
    columns = max((len(row) for row in words), default=0)
    for c in range(columns):
        filled = [row[c] for row in words[1:] if c < len(row) and row[c]]
        serial = c == 0 and bool(words[0]) and pattern("tables", "serial").match(words[0][0])
        if c == columns - 1 or (not serial and 2 * sum(is_number(w) for w in filled) > len(filled)):
            return c
    return columns


def _heads_two_rows(words: Sequence[Sequence[str]]) -> bool:
    """Whether the second row has names and no figures: names go on under names."""
    second = [w for w in words[1] if w] if len(words) > 1 else []
    return bool(second) and not any(re.search(r"\d", w) for w in second)


def _may_reach_down(words: Sequence[Sequence[str]], above: tuple[int, int], heads: bool) -> bool:
    """Whether the cell at `above` may cover an empty one below it; `heads`: that one is in the header's second row."""
    r, c = above
    if c >= len(words[r]) or not words[r][c]:
        return False
    return r > 0 or c == 0 or heads
