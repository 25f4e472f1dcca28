"""Tables in plain text whose cells stand apart by spaces, as on a printed page."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from nlp.readers.grid import is_header, is_number, usual, value
from nlp.readers.lines import Line, opens, width
from nlp.readers.tabbed import TabbedTable, tables
from nlp.types import Span

_GAP = re.compile(r"[ \u3000\xa0]{2,}")
_WIDEST_CELL = 24.0
_MOST_CELLS = 100  # more do not stand side by side on a page


def find(text: str, lines: Sequence[Line]) -> list[TabbedTable]:
    """Tables among lines that no other reader of tables has taken."""
    found: list[TabbedTable] = []
    run: list[list[Span]] = []
    for line, following in zip_longest(lines, lines[1:]):
        row = _cells(line)
        if not row and run and _is_rest(line, following):
            row = [Span(line.start, line.end)]
        if line.gap > 1 or not row:
            found += _tables(text, run)
            run = []
        if row:
            run.append(row)
    return found + _tables(text, run)


def _is_rest(line: Line, following: Line | None) -> bool:
    """Whether a single piece between rows is the second line of a cell: it gets a row of its own."""
    if line.gap or following is None or following.gap > 1 or not _cells(following):
        return False
    return width(line.text) <= _WIDEST_CELL and not opens(line.text) and re.search("[：:。；]", line.text) is None


def _cells(line: Line) -> list[Span]:
    """The cells of a line; none where it is no row: one piece, a long one, or labels with their values."""
    cuts = [(0, 0), *(m.span() for m in _GAP.finditer(line.text)), (len(line.text), len(line.text))]
    spans = [(a, b) for (_, a), (b, _) in pairwise(cuts)]
    pieces = [line.text[a:b] for a, b in spans]
    if not 2 <= len(pieces) <= _MOST_CELLS or any(width(p) > _WIDEST_CELL or re.search("[：:。；]", p) for p in pieces):
        return []
    return [Span(line.start + a, line.start + b) for a, b in spans]


def _tables(text: str, run: Sequence[list[Span]]) -> list[TabbedTable]:
    if len(run) < 2:
        return []
    columns = usual([len(row) for row in run if len(row) > 1])
    rows = [_spread_word(text, row, columns) for row in run]
    uneven = sum(1 < len(row) != columns for row in rows)
    figures = sum(any(is_number(value(text, span)) for span in row) for row in rows)
    headed = is_header([value(text, span) for span in rows[0]])
    several = sum(len(row) > 1 for row in rows)
    if 5 * uneven > 2 * several or 2 * figures < several or not (headed or several > 2):
        return []
    return list(tables(text, _in_columns(text, rows, columns)))


def _spread_word(text: str, row: list[Span], columns: int) -> list[Span]:
    """合     计 is one cell: single characters go together while the row has too many."""
    row = list(row)
    while len(row) > columns and len(row[0]) <= 2 and len(row[1]) == 1 and not text[row[1].start].isdigit():
        row[:2] = [Span(row[0].start, row[1].end)]
    return row


def _in_columns(text: str, rows: Sequence[list[Span]], columns: int) -> list[list[Span]]:
    """Rows that lack cells get empty ones where the page shows a blank, if the columns line up."""
    places = [[_place(text, span) for span in row] for row in rows]
    full = [row for row in places if len(row) == columns]
    edges = [(min(row[c][0] for row in full), max(row[c][1] for row in full)) for c in range(columns)]
    if any(left[1] > right[0] for left, right in pairwise(edges)):
        return list(rows)
    return [_placed(row, place, edges) for row, place in zip(rows, places, strict=True)]


def _place(text: str, span: Span) -> tuple[float, float]:
    """Where a cell stands on its line."""
    line = text.rfind("\n", 0, span.start) + 1
    left = width(text[line : span.start])
    return left, left + width(text[span.start : span.end])


def _placed(row: list[Span], place: list[tuple[float, float]], edges: Sequence[tuple[float, float]]) -> list[Span]:
    columns = [
        max(range(len(edges)), key=lambda c: min(right, edges[c][1]) - max(left, edges[c][0])) for left, right in place
    ]
    if len(row) >= len(edges) or any(a >= b for a, b in pairwise(columns)):
        return row
    filled = dict(zip(columns, row, strict=True))
    spans: list[Span] = []
    for c in range(len(edges)):
        at = spans[-1].end if spans else row[0].start
        spans.append(filled.get(c, Span(at, at)))
    return spans
