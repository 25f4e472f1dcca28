"""Ruled tables of a PDF: characters into cells, and tables that a page end cuts put together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.readers import pagelines
from nlp.readers.building import CellText
from nlp.readers.lattice import RuledTable
from nlp.readers.page import Char
from nlp.types import Box

_SAME_PLACE = 6.0  # points: columns of the same table on two pages


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table's cells, its number of rows, the places of its upright rules, and where it begins."""

    cells: tuple[CellText, ...]
    rows: int
    xs: tuple[float, ...]
    box: Box
    page: int


def parted(ruled: Sequence[RuledTable], chars: Iterable[Char], page: int) -> tuple[list[PageTable], list[Char]]:
    """The tables of a page with what stands in them, and the characters outside; a table without words is none."""
    inside: dict[int, list[Char]] = defaultdict(list)
    outside: list[Char] = []
    for char in chars:
        at = next((i for i, table in enumerate(ruled) if _holds(table.box, char)), None)
        (outside if at is None else inside[at]).append(char)
    return [_filled(table, inside[i], page) for i, table in enumerate(ruled) if inside[i]], outside


def _holds(box: Box, char: Char) -> bool:
    return box.left <= char.centre <= box.right and box.top <= char.middle <= box.bottom


def _filled(ruled: RuledTable, chars: Iterable[Char], page: int) -> PageTable:
    owner = {
        (cell.row + r, cell.col + c): i
        for i, cell in enumerate(ruled.cells)
        for r in range(cell.rows)
        for c in range(cell.cols)
    }
    held: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        held[owner[ruled.place(char.centre, char.middle)]].append(char)
    cells = tuple(CellText(c.row, c.col, c.rows, c.cols, _text(held[i])) for i, c in enumerate(ruled.cells))
    return PageTable(cells, len(ruled.ys) - 1, ruled.xs, ruled.box, page)


def _text(chars: Sequence[Char]) -> str:
    """A cell's lines; words that stand on their side come after them, in the file's order."""
    upright = [line.text for line in pagelines.lines(char for char in chars if char.upright)]
    turned = "".join(char.text for char in chars if not char.upright)
    return "\n".join([*upright, turned] if turned else upright)


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Whether a table at a page's top has the columns of the one at the end of the page before."""
    if len(above.xs) != len(below.xs):
        return False
    return all(abs(a - b) <= _SAME_PLACE for a, b in zip(above.xs, below.xs, strict=True))


def stitched(above: PageTable, below: PageTable) -> PageTable:
    """One table of both: a leading cell left empty at the page's top is the rest of the one above."""
    cells = list(above.cells)
    rest: set[CellText] = set()
    for cell in _leading_blanks(below):
        at = next((i for i, c in enumerate(cells) if _reaches(c, cell, above.rows)), None)
        if at is None:
            break
        cells[at] = replace(cells[at], rows=cells[at].rows + cell.rows)
        rest.add(cell)
    cells += [replace(cell, row=cell.row + above.rows) for cell in below.cells if cell not in rest]
    return replace(above, cells=tuple(cells), rows=above.rows + below.rows)


def _leading_blanks(table: PageTable) -> list[CellText]:
    """The empty cells the first row begins with; the last cell of the row is none of them."""
    first = sorted((cell for cell in table.cells if cell.row == 0), key=lambda cell: cell.col)
    end = next((i for i, cell in enumerate(first[:-1]) if cell.text.strip()), len(first) - 1)
    return first[:end]


def _reaches(cell: CellText, below: CellText, rows: int) -> bool:
    same = (cell.col, cell.cols) == (below.col, below.cols)
    return same and cell.row + cell.rows == rows and bool(cell.text.strip())
