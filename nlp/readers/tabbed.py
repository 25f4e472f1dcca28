"""Tables in plain text: cells behind tabs.

Two shapes are met. A row is one line with tabs between its cells; or every cell begins a line
with a tab, its further lines have none, and a blank line ends the row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.readers.grid import Row, is_header, split, usual, value
from nlp.readers.lines import is_item, is_numbered, pattern, width
from nlp.text import trimmed
from nlp.types import Span

_NEAR = 50  # rows above that say how many cells a row of this table has


@dataclass(frozen=True, slots=True)
class TabbedTable:
    """Rows of cell spans and the banner lines that stood above the header inside the table."""

    banners: tuple[Span, ...]
    rows: tuple[Row, ...]

    @property
    def span(self) -> Span:
        """From the first to the last character of the table that is not white space."""
        filled = [span for row in (self.banners, *self.rows) for span in row if span]
        return Span(min(s.start for s in filled), max(s.end for s in filled))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A physical line [start, end) without its line break, and its text."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip() and "\t" not in self.text

    @property
    def opens_cell(self) -> bool:
        return self.text.startswith("\t") and "\t" not in self.text[1:].rstrip()

    @property
    def is_row(self) -> bool:
        """Cells on one line: a tab between words, or several before the first."""
        inner = self.text.strip("\t ")
        if self.text.startswith("\t\t") or ("\t" in self.text.rstrip(" ")[1:] and not self.text.startswith("\t")):
            return bool(inner) and not _is_numbered_by_tab(inner)
        return "\t" in inner and not _is_numbered_by_tab(inner)


def _is_numbered_by_tab(line: str) -> bool:
    """True for "一、<tab>概况": a list number set off by a tab, not two cells."""
    head, tab, rest = line.partition("\t")
    if not tab or "\t" in rest or width(head) > 5:
        return False
    return (is_numbered(head + "某") or is_item(head)) and re.search(r"[、.．)）]\s*$", head) is not None


def find(text: str) -> list[TabbedTable]:
    """All tabbed tables in reading order."""
    lines = list(_physical(text))
    found: list[TabbedTable] = []
    i = 0
    while i < len(lines):
        rows, after = _rows_of_lines(lines, i) if lines[i].is_row else _rows_of_cells(text, lines, i)
        if rows:
            found += tables(text, rows)
            i = after
        elif lines[i].is_row:
            i = max(after, i + 1)
        else:  # lines that are no cells may hold rows all the same
            i = next((k for k in range(i + 1, after) if lines[k].is_row), max(after, i + 1))
    return found


def _physical(text: str) -> Iterator[_Raw]:
    position = 0
    for raw in text.splitlines(keepends=True):
        content = raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        yield _Raw(position, position + len(content), content)
        position += len(raw)


def _cells_of(line: _Raw) -> list[Span]:
    spans, position = [], line.start
    for part in line.text.split("\t"):
        spans.append(Span(position, position + len(part)))
        position += len(part) + 1
    return spans


def _rows_of_lines(lines: Sequence[_Raw], first: int) -> tuple[list[list[Span]], int]:
    """Rows, one a line, and the line after them. A single row is no table."""
    taken: list[list[Span]] = []
    i = after = first
    while i < len(lines):
        line = lines[i]
        if line.blank and i + 1 < len(lines) and _goes_on(taken, lines[i + 1]):
            i += 1
            continue
        broken = bool(taken) and not line.blank and "\t" not in line.text and _completes(taken, lines, i)
        if not (line.is_row or broken or (taken and not line.blank and line.text.startswith("\t"))):
            break
        taken.append(_cells_of(line))
        i += 1
        after = i
    if all(_is_form_line(lines[k].text) for k in range(first, after) if not lines[k].blank):
        return [], after
    rows = _mended(taken)
    return (rows, after) if len(rows) > 1 else ([], first + 1)


def _is_form_line(text: str) -> bool:
    """True for 填表人：某 <tab> 联系电话：123: labels with their values, set off by tabs."""
    return all(re.search("[：:]", part) for part in text.split("\t") if part.strip())


def _goes_on(taken: Sequence[Sequence[Span]], line: _Raw) -> bool:
    """Whether a row after a blank line (a page end) belongs to the table above."""
    if not taken or not (line.is_row or line.text.startswith("\t")):
        return False
    cells = line.text.split("\t")
    return len(cells) == len(taken[-1]) and not is_header([re.sub(r"\s+", "", c) for c in cells])


def _completes(taken: Sequence[Sequence[Span]], lines: Sequence[_Raw], at: int) -> bool:
    """Whether a line without tabs is the rest of a cell: the row is short, and the next line fills it up."""
    columns = usual([len(row) for row in taken[-_NEAR:]])
    if at + 1 >= len(lines) or lines[at + 1].blank:
        return False
    return len(taken[-1]) < columns and len(taken[-1]) + lines[at + 1].text.count("\t") <= columns


def _mended(taken: Sequence[list[Span]]) -> list[list[Span]]:
    """Rows whose cells were broken over lines put together again."""
    columns = usual([len(row) for row in taken])
    rows: list[list[Span]] = []
    for row in taken:
        short = bool(rows) and 1 < len(rows[-1]) < columns
        if short and len(rows[-1]) + len(row) - 1 <= columns and len(row) < columns and row[0]:
            last = rows[-1].pop()
            rows[-1] += [Span(last.start, row[0].end), *row[1:]]
        else:
            rows.append(list(row))
    return rows


def _rows_of_cells(text: str, lines: Sequence[_Raw], first: int) -> tuple[list[list[Span]], int]:
    """Rows of cells that have a line each, and the line after them."""
    if not lines[first].opens_cell:
        return [], first + 1
    rows: list[list[Span]] = []
    i, after, usual_gap = first, first, 0
    while i < len(lines) and lines[i].opens_cell:
        row, i = _one_row(lines, i)
        rows.append(row)
        after = i
        gap = 0
        while i < len(lines) and lines[i].blank:
            i, gap = i + 1, gap + 1
        usual_gap = usual_gap or gap
        if gap > usual_gap:
            break
    rows = _gathered(text, rows)
    wide = sum(len(row) > 1 for row in rows)
    return (rows, after) if wide > 1 and _are_cells(lines[first:after]) else ([], after)


def _one_row(lines: Sequence[_Raw], i: int) -> tuple[list[Span], int]:
    row: list[Span] = []
    while i < len(lines):
        line = lines[i]
        if line.text.startswith("\t"):
            row.append(Span(line.start + 1, line.end))
        elif line.blank and not (line.text and not lines[i - 1].text.strip()):
            break  # a line of mere spaces below an empty cell is that cell's second paragraph
        else:
            row[-1] = Span(row[-1].start, line.end)
        i += 1
    return row, i


def _gathered(text: str, rows: list[list[Span]]) -> list[list[Span]]:
    """Empty cells that hold a blank paragraph look like rows of one cell: put back into their row."""
    columns = usual([len(row) for row in rows])
    whole: list[list[Span]] = []
    for row in rows:
        lone = len(row) == 1 and not value(text, row[0])
        if lone and whole and len(whole[-1]) < columns:
            whole[-1] += row
        else:
            whole.append(list(row))
    return whole


def _are_cells(lines: Sequence[_Raw]) -> bool:
    """Cells are short; paragraphs that are indented by a tab are not."""
    said = [line.text.strip() for line in lines if line.text.strip()]
    prose = sum(width(s) > 30 and re.search("[。；]$", s) is not None for s in said)
    return 4 * prose < len(said)


def tables(text: str, rows: Sequence[Sequence[Span]]) -> Iterator[TabbedTable]:
    """The tables that the rows make up, banners taken off."""
    trim = [tuple(trimmed(text, s.start, s.end) for s in row) for row in rows]
    for first, last in split(text, trim):
        part = trim[first:last]
        banners = next((i for i, row in enumerate(part) if not _is_banner(text, row)), 0)
        if banners < len(part) and sum(bool(span) for span in part[banners]) < 2:
            banners = 0
        top = tuple(span for row in part[:banners] for span in row if span)
        if any(span for row in part[banners:] for span in row):
            yield TabbedTable(top, tuple(part[banners:]))


def _is_banner(text: str, row: Row) -> bool:
    """One filled cell: above a row of several it is the table's title or unit, not a row."""
    filled = [value(text, span) for span in row if span]
    if len(filled) != 1 or pattern("tables", "form_label").search(filled[0]):
        return False
    return bool(row[0]) or bool(pattern("captions", "unit").match(filled[0]))
