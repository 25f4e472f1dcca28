"""Tables that page ends cut, put together again.

A program that prints a table over several pages may repeat its header rows on each, may close the
grid at a page's end although the row goes on (word processors do, browsers do not), and leaves a label
that reaches over the page end blank on the next page. What is one row, one label, one header in the
file is one here; no row is lost and none comes twice.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nlp.readers import grid, layout
from nlp.readers.building import CellText
from nlp.readers.lines import ends_sentence, pattern, width
from nlp.readers.pagetables import PageTable

_SAME_PLACE = 6.0  # points: columns of the same table on two pages
_DENSE = 0.8  # of a column's cells are filled: a blank in it is no empty value
_SHORT = 8.0  # characters: a value, not a text that a page end may cut

Place = tuple[int, int]  # a cell's first column and how many it covers


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Whether a table at a page's top has the columns of the one at the end of the page before.

    Its rows may all be merged over some columns, or those above: then its rules are some of the other's.
    """
    few, many = sorted((above.xs, below.xs), key=len)
    outer = abs(few[0] - many[0]) <= _SAME_PLACE and abs(few[-1] - many[-1]) <= _SAME_PLACE
    return outer and all(min(abs(x - y) for y in many) <= _SAME_PLACE for x in few)


def stitched(parts: Sequence[PageTable]) -> PageTable:
    """One table of its parts on successive pages. One part is returned as it is."""
    if len(parts) == 1:
        return parts[0]
    xs = max((part.xs for part in parts), key=len)
    last = len(parts) - 1
    parts = [_without_rests(_on_grid(part, xs), after=i > 0, before=i < last) for i, part in enumerate(parts)]
    labels = _label_columns(parts)
    said = {"".join(c.text.split()) for part in parts for c in part.cells if (c.col, c.cols) in labels}
    seam = _Seam(parts[0], _fillings(parts), labels, said)
    for above, below in pairwise(parts):
        seam.add(above, below)
    return replace(parts[0], cells=tuple(seam.cells), rows=seam.rows, xs=xs, open_below=parts[-1].open_below)


def _on_grid(part: PageTable, xs: Sequence[float]) -> PageTable:
    """The part with its columns counted in those of the whole table."""
    if len(part.xs) == len(xs):
        return part
    at = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in part.xs]
    cells = tuple(replace(c, col=at[c.col], cols=at[c.col + c.cols] - at[c.col]) for c in part.cells)
    above, below = (
        tuple(is_open for c, is_open in enumerate(side) for _ in range(at[c], at[c + 1]))
        for side in (part.open_above, part.open_below)
    )
    return replace(part, cells=cells, xs=tuple(xs), open_above=above, open_below=below)


def _without_rests(part: PageTable, *, after: bool, before: bool) -> PageTable:
    """The part without what a browser leaves at a page end (`before`) and at the next page's top (`after`).

    A row that has no room goes to the next page whole, but the labels beside it are drawn down to the page's end and,
    on the next page, as low as they would have reached: a blank row without rules, and blank cells on each other.
    """
    cells, open_below = list(part.cells), part.open_below
    if before and _is_gap(part):
        gap = [c for c in cells if c.row == part.rows - 1]
        blank = {col for c in gap for col in range(c.col, c.col + c.cols)}
        cells = [c for c in cells if c.row < part.rows - 1]
        open_below = tuple(is_open and col not in blank for col, is_open in enumerate(open_below))
    if after:
        cells = _rests_as_one(cells, part.open_above)
    return _without_empty_rows(replace(part, cells=tuple(cells), open_below=open_below))


def _is_gap(part: PageTable) -> bool:
    """Whether the last row is the room between the last whole row and the page's end."""
    last = [c for c in part.cells if c.row == part.rows - 1]
    if part.rows < 2 or not part.open_below or not any(c.cols > 1 for c in last):
        return False
    return all(not c.text.strip() and all(part.open_below[c.col : c.col + c.cols]) for c in last)


def _rests_as_one(cells: Sequence[CellText], open_above: Sequence[bool]) -> list[CellText]:
    """Blank cells on each other at the top of a column that goes on from the page before are one."""
    kept: list[CellText] = []
    rest: dict[Place, int] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        place, blank = (cell.col, cell.cols), not cell.text.strip()
        at = rest.get(place)
        if at is not None and blank and kept[at].row + kept[at].rows == cell.row:
            kept[at] = replace(kept[at], rows=kept[at].rows + cell.rows)
            continue
        if cell.row == 0 and blank and open_above and open_above[cell.col]:
            rest[place] = len(kept)
        kept.append(cell)
    return kept


def _without_empty_rows(part: PageTable) -> PageTable:
    """The part without rows in which no cell begins."""
    begun = sorted({c.row for c in part.cells})
    if len(begun) == part.rows:
        return part
    number = {row: i for i, row in enumerate(begun)}
    cells = tuple(
        replace(c, row=number[c.row], rows=sum(c.row <= row < c.row + c.rows for row in begun)) for c in part.cells
    )
    return replace(part, cells=cells, rows=len(begun))


def _fillings(parts: Sequence[PageTable]) -> dict[Place, float]:
    """The share of filled cells for each column."""
    seen: Counter[Place] = Counter()
    filled: Counter[Place] = Counter()
    for cell in (c for part in parts for c in part.cells):
        seen[cell.col, cell.cols] += 1
        filled[cell.col, cell.cols] += bool(cell.text.strip())
    return {place: filled[place] / n for place, n in seen.items()}


def _label_columns(parts: Sequence[PageTable]) -> set[Place]:
    """The columns with cells over several rows, those of the header not counted."""
    return {(c.col, c.cols) for part in parts for c in part.cells if c.rows > 1 and c.row > 0}


@dataclass(slots=True)
class _Seam:
    """A table that grows page by page; `reaching` are the positions of the cells at its end."""

    first: PageTable
    filling: dict[Place, float]
    labels: set[Place]
    said: set[str]  # what the labels say
    cells: list[CellText] = field(default_factory=list)
    rows: int = 0
    reaching: dict[Place, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = self.first.rows
        self._append(self.first.cells, 0)

    def add(self, above: PageTable, below: PageTable) -> None:
        """Put the next page's part below; `above` is the part it follows."""
        header = _repeated_header(self.first, below)
        tops = {(c.col, c.cols): c for c in below.cells if c.row == header}
        split = self._row_goes_on(tops, above.open_below)
        joined = (
            {p for p in tops if p in self.reaching} if split else set(self._labels_going_on(tops, above.open_below))
        )
        start = self.rows - header - split  # the row of the whole that row 0 of this page is
        rest: list[CellText] = []
        for cell in below.cells:
            if cell.row == header and (cell.col, cell.cols) in joined:
                at = self.reaching[cell.col, cell.cols]
                whole = self.cells[at]
                text, rows = _run_on(whole.text, cell.text), whole.rows + cell.rows - split
                self.cells[at] = replace(whole, rows=rows, text=text)
            elif cell.row >= header:
                rest.append(cell)
        self.rows = start + below.rows
        self._append(rest, start)

    def _append(self, cells: Sequence[CellText], start: int) -> None:
        """Add cells whose row 0 is `start`, once `rows` counts theirs."""
        before = list(self.reaching.values())
        new = range(len(self.cells), len(self.cells) + len(cells))
        self.cells += [replace(cell, row=cell.row + start) for cell in cells]
        ends = [i for i in (*before, *new) if self.cells[i].row + self.cells[i].rows == self.rows]
        self.reaching = {(self.cells[i].col, self.cells[i].cols): i for i in ends}

    def _row_goes_on(self, tops: dict[Place, CellText], open_below: Sequence[bool]) -> bool:
        """Whether the page end cuts the last row: by the rule that is not there, else by what its cells say."""
        if set(tops) != set(self.reaching):
            return False
        own = [p for p in tops if self.cells[self.reaching[p]].row == self.rows - 1]  # not labels from further up
        if any(open_below):
            return bool(own) and all(open_below[col] for col, _ in own)
        above = [self.cells[self.reaching[p]].text.strip() for p in own]
        if not any(above):
            return False  # a blank row is one of its own
        if own and not any(tops[p].text.strip() for p in own):
            return True  # no more than the rest of the last row's height
        return sum(self._weight(p, tops[p].text.strip()) for p in own) >= 1

    def _weight(self, place: Place, below: str) -> float:
        """What one column says for (above 0) or against a cut through the row."""
        above = self.cells[self.reaching[place]].text.strip()
        if not above and not below:
            return 0
        if not above or not below:
            label = place in self.labels and not below
            return float(self.filling[place] >= _DENSE and not label)
        if above == below or (grid.is_number(above) and grid.is_number(below)):
            return -2
        if layout.is_cut(above, below):
            return 1
        if ends_sentence(above):
            return -0.5
        return -1 if max(width(above), width(below)) <= _SHORT else 0

    def _labels_going_on(self, tops: dict[Place, CellText], open_below: Sequence[bool]) -> Iterator[Place]:
        """The cells over several rows that reach over the page end between two rows."""
        leading = True
        last = max(tops, default=(0, 0))
        for place in sorted(tops):
            below = tops[place].text.strip()
            above = self.cells[self.reaching[place]] if place in self.reaching else None
            leading = leading and place != last and (not below or place in self.labels)
            if above is None:
                continue
            if any(open_below):
                if open_below[place[0]]:
                    yield place
            elif _is_rest(above, below, leading) or (leading and self._are_one(above, tops[place])):
                yield place

    def _are_one(self, above: CellText, below: CellText) -> bool:
        """Whether only both together are a label: a usual one, one of this table, or a word that is cut."""
        one, both = "".join(above.text.split()), "".join((above.text + below.text).split())
        usual = pattern("tables", "header_not")
        if not one or one == both:
            return False
        if both in self.said or (usual.match(both) is not None and usual.match(one) is None):
            return True
        return (
            max(above.rows, below.rows) > 1 and width(below.text) <= _SHORT and layout.is_cut(one, below.text.strip())
        )


def _is_rest(above: CellText, below: str, leading: bool) -> bool:
    """Whether a cell at a page's top goes on with the label above: one of the two is blank."""
    said = above.text.strip()
    if not below:
        return bool(said) and (leading or above.rows > 1)
    return not said and leading and above.rows > 1


def _run_on(above: str, below: str) -> str:
    return "\n".join(text for text in (above, below) if text.strip())


def _repeated_header(first: PageTable, below: PageTable) -> int:
    """How many rows at the page's top repeat those at the table's beginning, word for word."""
    count = 0
    for r in range(min(first.rows, below.rows - 1)):
        one, two = _row(first, r), _row(below, r)
        named = sum(bool(text) for *_, text in one)
        if one != two or not named or (r == 0 and (named < 2 or any(grid.is_number(text) for *_, text in one))):
            break
        if all(row + rows <= r + 1 for row, rows, *_ in one):
            count = r + 1
    return count


def _row(table: PageTable, r: int) -> list[tuple[int, int, int, int, str]]:
    """The cells that begin in a row or reach it, with their words on one line."""
    return [(c.row, c.rows, c.col, c.cols, "".join(c.text.split())) for c in table.cells if c.row <= r < c.row + c.rows]
