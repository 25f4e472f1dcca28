"""Ruled tables of a page: characters into cells."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.readers import pagelines
from nlp.readers.building import CellText
from nlp.readers.lattice import RuledTable
from nlp.readers.page import Char
from nlp.types import Box


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table's cells, its number of rows, the places of its upright rules, and where it begins.

    `open_above`, `open_below`: the columns that no rule closes at the table's top and bottom.
    """

    cells: tuple[CellText, ...]
    rows: int
    xs: tuple[float, ...]
    box: Box
    page: int
    open_above: tuple[bool, ...] = ()
    open_below: tuple[bool, ...] = ()


def parted(ruled: Sequence[RuledTable], chars: Iterable[Char], page: int) -> tuple[list[PageTable], list[Char]]:
    """The tables of a page with what stands in them, and the characters outside; a table without words is none."""
    inside: dict[int, list[Char]] = defaultdict(list)
    outside: list[Char] = []
    boxes = [table.box for table in ruled]
    for char in chars:
        x, y = char.centre, char.middle
        for i, box in enumerate(boxes):
            if box.left <= x <= box.right and box.top <= y and (y <= box.bottom or _hangs(ruled[i], char)):
                inside[i].append(char)
                break
        else:
            outside.append(char)
    return [_filled(table, inside[i], page) for i, table in enumerate(ruled) if inside[i]], outside


def _hangs(table: RuledTable, char: Char) -> bool:
    """Whether a character stands in a last row that is too low for it: a page end may leave a row no height."""
    return char.top < table.box.bottom and table.ys[-1] - table.ys[-2] < char.bottom - char.top


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
    rows = len(ruled.ys) - 1
    return PageTable(cells, rows, ruled.xs, ruled.box, page, ruled.open_above, ruled.open_below)


def _text(chars: Sequence[Char]) -> str:
    """A cell's lines; words that stand on their side come after them, in the file's order."""
    upright = [line.text for line in pagelines.lines(char for char in chars if char.upright)]
    turned = "".join(char.text for char in chars if not char.upright)
    return "\n".join([*upright, turned] if turned else upright)
