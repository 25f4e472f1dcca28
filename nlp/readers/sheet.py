"""Spreadsheets (.xlsx, .xls): every sheet's tables, with the titles above and the notes below them.

A 自评表 is often a workbook of its own: one sheet is one form, several tables stacked without a
word between them. What parts tables on a sheet is a blank row before a title or a header, and a
header row itself (nlp.readers.grid).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from nlp.errors import BrokenFile
from nlp.readers import oldworkbook, workbook
from nlp.readers.building import CellText, TextBuilder, too_many_cells
from nlp.readers.captions import is_unit
from nlp.readers.grid import cells as grid_cells
from nlp.readers.grid import is_header, split
from nlp.readers.lines import is_label, opens, pattern, width
from nlp.readers.options import Options
from nlp.readers.package import Package
from nlp.readers.workbook import Place, Sheet
from nlp.types import BlockKind, Document, Note, Span

_UNNAMED = re.compile(r"(?:sheet|工作表)\s*\d*(?:\s*\(\d+\))?$", re.IGNORECASE)
_LONG = 20.0  # characters: a lone cell of this width at the end of a table is a remark


def read_xlsx(data: bytes, name: str, options: Options) -> Document:
    """A workbook as Excel 2007 and WPS write it. BrokenFile, EncryptedFile or TooLarge where it cannot be read."""
    found = list(workbook.sheets(Package(data, name, options), options))
    return _document(data, name, options, "xlsx", found)


def read_xls(data: bytes, name: str, options: Options) -> Document:
    """A workbook of Excel 5 to 2003 (.xls) or of WPS (.et). A ReadError where it cannot be read."""
    return _document(data, name, options, "xls", list(oldworkbook.sheets(data, name, options)))


def _document(
    data: bytes,
    name: str,
    options: Options,
    kind: str,
    found: Sequence[tuple[Sheet, bool]],
) -> Document:
    builder = TextBuilder(name, options)
    named = sum(visible and bool(sheet.cells) for sheet, visible in found) > 1
    for sheet, visible in found:
        if not visible:
            builder.notes.append(Note("sheet-hidden", None, f"工作表“{sheet.name}”已隐藏，没有读取"))
            continue
        if sheet.unset:
            said = f"工作表“{sheet.name}”有 {sheet.unset} 个公式没有存下结果，读作空；请用 Excel 或 WPS 打开并重新保存"
            builder.notes.append(Note("formula-without-value", None, said))
        if sheet.cells or sheet.words:
            if named and not _UNNAMED.match(sheet.name.strip()):
                builder.paragraph(sheet.name, BlockKind.HEADING, level=1)
            _sheet(builder, sheet)
    if not builder.blocks:
        raise BrokenFile(f"“{name}”的工作表里没有内容；请检查原文件是否保存完整，隐藏的工作表请先取消隐藏")
    return builder.document(data, kind, None)


# --- from places to blocks ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that holds something: its filled cells from left to right, and how it stands to its neighbours."""

    row: int
    words: tuple[str, ...]
    wide: bool  # its first filled cell is merged over several columns
    gap: bool  # a blank row stands above it
    tied: bool  # a cell merged over rows reaches into it from above
    ties: bool  # a cell of it reaches into the next line

    @property
    def alone(self) -> bool:
        """One cell, or labels with their values (编制单位：某局　单位：万元): words above or below a table."""
        before = ("", *self.words)
        pairs = zip(before, self.words, strict=False)
        labelled = all(is_label(w) or is_unit(w) or b.endswith(("：", ":")) for b, w in pairs)
        unit = len(self.words) <= 3 and pattern("captions", "unit").match(self.words[-1]) is not None
        return not self.tied and not self.ties and (len(self.words) == 1 or labelled or unit)

    @property
    def titles(self) -> bool:
        """Words above a table; a lone label that waits for its value (项目名称) is a row of a form."""
        waits = pattern("tables", "form_label").search(self.words[0]) and not self.words[0].endswith(("：", ":"))
        return self.alone and (self.wide or len(self.words) > 1 or not waits)

    @property
    def remarks(self) -> bool:
        """Words below a table: what is merged over columns, labelled, long, or set apart."""
        word = self.words[0]
        marked = is_label(word) or opens(word) or width(word) > _LONG
        return self.alone and (self.wide or len(self.words) > 1 or marked or self.gap)


def _sheet(builder: TextBuilder, sheet: Sheet) -> None:
    """The sheet's blocks in reading order, the words of its text boxes last."""
    merges = _clipped(sheet)
    lines = _lines(sheet, merges)
    for first, last in _stacked(lines):
        top = next((i for i in range(first, last) if not lines[i].titles), last)
        end = next((i for i in range(last, top, -1) if not lines[i - 1].remarks), top)
        _words(builder, lines[first:top])
        if top < end:
            rows = _cells(sheet, merges, [line.row for line in lines[top:end]], builder)
            _tables(builder, rows, lines[top:end])
        _words(builder, lines[end:last])
    for words in sheet.words:
        builder.paragraph(words)


def _words(builder: TextBuilder, lines: Sequence[_Line]) -> None:
    for line in lines:
        builder.paragraph("　".join(line.words))


def _clipped(sheet: Sheet) -> dict[Place, Place]:
    """Merged cells that hold something: their last place, inside the used range, by their first."""
    bottom = max((row for row, _ in sheet.cells), default=-1)
    right = max((col for _, col in sheet.cells), default=-1)
    ends = {first: (min(last[0], bottom), min(last[1], right)) for first, last in sheet.merges if first in sheet.cells}
    return {first: last for first, last in ends.items() if first != last}


def _lines(sheet: Sheet, merges: dict[Place, Place]) -> list[_Line]:
    columns: dict[int, list[int]] = {}
    for row, col in sorted(sheet.cells):
        columns.setdefault(row, []).append(col)
    rows = list(columns)
    tall = _tied(rows, merges)
    lines = []
    for i, row in enumerate(rows):
        words = tuple(sheet.cells[row, col].strip() for col in columns[row])
        wide = merges.get((row, columns[row][0]), (row, -1))[1] > columns[row][0]
        gap = i > 0 and row > rows[i - 1] + 1 and i not in tall
        gap = gap and not any(last[0] >= row - 1 for last in _ends(merges, rows[i - 1], columns[rows[i - 1]]))
        lines.append(_Line(row, words, wide, gap, i in tall, i + 1 in tall))
    return lines


def _ends(merges: dict[Place, Place], row: int, columns: Sequence[int]) -> Iterator[Place]:
    return (merges[row, col] for col in columns if (row, col) in merges)


def _tied(rows: Sequence[int], merges: dict[Place, Place]) -> set[int]:
    """Positions of the rows that a cell merged over rows reaches into from above."""
    tied: set[int] = set()
    reach = -1
    starts: dict[int, int] = {}
    for (row, _), (last, _) in merges.items():
        starts[row] = max(last, starts.get(row, -1))
    for i, row in enumerate(rows):
        if row <= reach:
            tied.add(i)
        reach = max(reach, starts.get(row, -1))
    return tied


def _stacked(lines: Sequence[_Line]) -> list[tuple[int, int]]:
    """Half-open ranges of lines that a blank row parts: what follows it is a title, a remark or a header.

    A blank row before anything else stands inside a table: an empty line of a form.
    """
    starts = [0, *(i for i, line in enumerate(lines) if line.gap and (line.alone or is_header(line.words)))]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _cells(sheet: Sheet, merges: dict[Place, Place], rows: Sequence[int], builder: TextBuilder) -> list[list[CellText]]:
    """The cells of these rows, row by row, on a grid without the columns that hold nothing."""
    inside = set(rows)
    cols = sorted({col for row, col in sheet.cells if row in inside})
    if len(rows) * len(cols) > builder.options.max_cells:
        raise too_many_cells(builder.name, builder.options)
    covered: set[Place] = set()
    left = len(rows) * len(cols)  # merged cells do not overlap: together they cover no more than the grid
    grid = []
    for r, row in enumerate(rows):
        line = []
        for c, col in enumerate(cols):
            if (r, c) in covered:
                continue
            text, last = sheet.cells.get((row, col), ""), merges.get((row, col))
            tall = broad = 1
            if last is not None:
                tall, broad = bisect_right(rows, last[0]) - r, bisect_right(cols, last[1]) - c
                left -= tall * broad
                places = {(r + i, c + j) for i in range(tall) for j in range(broad)} if left >= 0 else set()
                hides = any((rows[i], cols[j]) in sheet.cells for i, j in places if (i, j) != (r, c))
                if not places or hides or places & covered:  # the words under it would be lost
                    tall = broad = 1
                else:
                    covered |= places
            line.append(CellText(r, c, tall, broad, text.strip()))
        grid.append(line)
    return grid


def _tables(builder: TextBuilder, rows: Sequence[Sequence[CellText]], lines: Sequence[_Line]) -> None:
    """The tables that the rows make up; a title or a unit line between two goes above the second."""
    text = "".join(cell.text for row in rows for cell in row)
    spans, at = [], 0
    for row in rows:
        edges = list(accumulate((len(cell.text) for cell in row), initial=at))
        spans.append(tuple(Span(a, b) for a, b in pairwise(edges)))
        at = edges[-1]
    starts = [first for first, _ in split(text, spans) if not lines[first].tied]
    for first, last in pairwise([*starts, len(rows)]):
        end = last
        while last < len(rows) and end > first + 1 and lines[end - 1].alone:
            end -= 1
        builder.table(_filled(list(_compact(rows[first:end]))))
        _words(builder, lines[end:last])


def _compact(rows: Sequence[Sequence[CellText]]) -> Iterator[CellText]:
    """The rows as a table of its own: counted from 0, without the columns where none of its cells begins with words."""
    cols = sorted({cell.col for row in rows for cell in row if cell.text})
    top = rows[0][0].row if rows[0] else 0
    for cell in (cell for row in rows for cell in row):
        first, last = bisect_left(cols, cell.col), bisect_left(cols, cell.col + cell.cols)
        if last > first:
            yield CellText(cell.row - top, first, cell.rows, last - first, cell.text)


def _filled(cells: list[CellText]) -> list[CellText]:
    """In a table without merged cells an empty cell below a name may be the rest of it (nlp.readers.grid)."""
    rows = cells[-1].row + 1 if cells else 0
    cols = len(cells) // rows if rows else 0
    if rows < 2 or len(cells) != rows * cols or any(cell.rows > 1 or cell.cols > 1 for cell in cells):
        return cells
    edges = [Span(a, b) for a, b in pairwise(accumulate((len(cell.text) for cell in cells), initial=0))]
    lines = [tuple(edges[at : at + cols]) for at in range(0, len(edges), cols)]
    found = grid_cells("".join(cell.text for cell in cells), lines)
    return [CellText(c.row, c.col, c.rows, c.cols, cells[c.row * cols + c.col].text) for c in found]
