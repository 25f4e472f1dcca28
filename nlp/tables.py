"""Tables as grids: merged cells filled in, header rows, title and unit from the lines above."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from nlp.text import fold, joined
from nlp.types import Block, BlockKind, Document, Section, Span, Table

_UNIT = re.compile(r"(?<![\u4e00-\u9fff])(?:金额|计量)?单位\s*[：:]\s*([\u4e00-\u9fff%]+)")  # not 编制单位：某局
_FIGURE = re.compile(r"^[<>≤≥=±\-+]?\s*\d[\d,.\-/年月日]*\s*[%‰]?$")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_ONLY_UNIT = re.compile(r"\s*[(（\[]?\s*((?:万|亿|千|百万)?元|人)\s*[)）\]]?\s*")
_MONEY = re.compile(r"(?:预算|决算|执行|支出|收入|资金)数|金额")
_BESIDE_UNIT = 6  # characters: brackets and blanks around a unit are no title


def tables(document: Document, sections: Sequence[Section]) -> tuple[Table, ...]:
    """Every TABLE block with what stands above it."""
    starts = [s.span.start for s in sections]
    found: list[Table] = []
    for i, block in enumerate(document.blocks):
        if block.kind is BlockKind.TABLE:
            title, unit = _above(document, i)
            rows = grid(document, block)
            if unit is None and found and found[-1].block == i - 1 and _is_of_money(rows):
                unit = found[-1].unit  # a form that is read as several tables prints its unit once
            section = max(0, bisect_right(starts, block.span.start) - 1)
            found.append(Table(i, section, title, unit, header_rows(rows)))
    return tuple(found)


def _is_of_money(rows: Sequence[Sequence[str]]) -> bool:
    head = "".join(rows[0]) if rows else ""
    return bool(_MONEY.search(head)) and "指标" not in head


def grid(document: Document, block: Block) -> list[list[str]]:
    """Rows of cell texts; every place a merged cell covers holds its text."""
    rows = max((c.row + c.rows for c in block.cells), default=0)
    cols = max((c.col + c.cols for c in block.cells), default=0)
    table = [[""] * cols for _ in range(rows)]
    for cell in block.cells:
        text = joined(document.text[cell.span.start : cell.span.end])
        for r in range(cell.row, cell.row + cell.rows):
            for c in range(cell.col, cell.col + cell.cols):
                table[r][c] = text
    return table


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows head the table: none where there is one row, more than one where merged cells tie them.

    A second (third) row belongs to the header when the row above it spans columns over it, or reaches
    down into it, and it holds no figures itself.
    """
    if len(rows) < 2 or _is_data(rows[0]):
        return 0
    count = 1
    while count < min(3, len(rows) - 1) and _tied(rows[count - 1], rows[count]) and not _has_figures(rows[count]):
        count += 1
    return count


def _tied(above: Sequence[str], below: Sequence[str]) -> bool:
    widths = [len(list(group)) for cell, group in groupby(above) if cell]
    spans = max(widths, default=1) > 1 and (len(widths) > 2 or min(widths) > 1)  # 项目名称|甲甲甲 is a form's line
    reaches = any(a and a == b for a, b in zip(above[1:], below[1:], strict=False))
    return (spans or reaches) and list(above) != list(below)


def _is_data(row: Sequence[str]) -> bool:
    """The header is lost, or stands in another table: half of the row are figures, and more than years."""
    cells = [fold(cell.strip()) for cell in row if cell.strip()]
    figures = [cell for cell in cells if _FIGURE.match(cell)]
    return 2 * len(figures) >= len(cells) and not all(_YEAR.fullmatch(cell) for cell in figures)


def _has_figures(row: Sequence[str]) -> bool:
    return any(_FIGURE.match(fold(cell.strip())) for cell in row)


def header(rows: Sequence[Sequence[str]], count: int) -> list[str]:
    """The header's cells, those of several rows joined downwards."""
    columns = zip(*rows[:count], strict=False) if count else ()
    return [" ".join(dict.fromkeys(cell for cell in column if cell)) for column in columns]


def _above(document: Document, index: int) -> tuple[Span | None, str | None]:
    """Title and unit from the captions directly above the table."""
    title, unit = None, None
    for block in reversed(document.blocks[max(0, index - 3) : index]):
        if block.kind is BlockKind.FURNITURE:
            continue
        text = fold(document.text[block.span.start : block.span.end])
        if block.kind is BlockKind.PARAGRAPH and unit is None and (alone := _ONLY_UNIT.fullmatch(text)):
            unit = alone[1]
            continue
        if block.kind is not BlockKind.CAPTION:
            break
        match = _UNIT.search(text)
        unit = match[1] if match and unit is None else unit
        if not match or len(text.strip()) > len(match[0]) + _BESIDE_UNIT:
            title = block.span
    return title, unit
