"""Ruled tables: the grid that horizontal and vertical rules make, and the cells merged in it."""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from nlp.readers.page import Rule
from nlp.types import Box

_SNAP = 3.0  # points: rules nearer than this are one rule
_MOST_PLACES = 10_000  # of a grid on one page: beyond, the rules are a drawing
_SHORTEST = 4.0  # points: what is shorter is a dot of a line that runs the other way, or a corner
_DASH, _DASHES = 10.0, 4  # points, and how many such short pieces make a line a dashed one
_COVER = 0.6  # of a cell's side must be drawn for the side to part two cells


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell at (row, col) over `rows` × `cols` places of its grid, and where it stands on the page."""

    row: int
    col: int
    rows: int
    cols: int
    box: Box


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid with at least two cells; `xs` and `ys` are the places of its rules.

    `open_above`, `open_below`: for each column whether no rule closes it at the table's top and bottom.
    """

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    open_above: tuple[bool, ...] = ()
    open_below: tuple[bool, ...] = ()

    def place(self, x: float, y: float) -> tuple[int, int]:
        """The row and column of a point; the nearest ones for a point outside."""
        row = min(max(bisect(self.ys, y) - 1, 0), len(self.ys) - 2)
        col = min(max(bisect(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, col


def find(rules: Sequence[Rule]) -> list[RuledTable]:
    """The tables on a page, from top to bottom: by drawn rules, then where cells have backgrounds and no rules."""
    tables = _tables(r for r in rules if r.drawn)
    edges = (r for r in outside(rules, tables) if not r.drawn)
    tables += [t for t in _tables(edges) if len(t.ys) > 2 and len(t.xs) > 2]
    return sorted(tables, key=lambda t: (t.box.top, t.box.left))


def outside(rules: Iterable[Rule], tables: Sequence[RuledTable]) -> list[Rule]:
    """The rules that touch none of the tables."""
    return [rule for rule in rules if not any(_touches(rule, table.box) for table in tables)]


def _tables(rules: Iterable[Rule]) -> list[RuledTable]:
    tables = (_table(group) for group in _with_outer_sides(_connected(_joined(rules))))
    return [table for table in tables if table is not None]


def _touches(rule: Rule, box: Box) -> bool:
    along, across = (box.left, box.right), (box.top, box.bottom)
    if not rule.horizontal:
        along, across = across, along
    return across[0] - _SNAP <= rule.at <= across[1] + _SNAP and rule.start < along[1] and rule.end > along[0]


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch or overlap as one: borders are drawn cell by cell."""
    joined: list[Rule] = []
    rules = list(rules)
    for horizontal in (True, False):
        lines: list[list[Rule]] = []
        for rule in sorted((r for r in rules if r.horizontal is horizontal), key=lambda r: r.at):
            if lines and rule.at - lines[-1][0].at <= _SNAP:
                lines[-1].append(rule)
            else:
                lines.append([rule])
        joined += [rule for line in lines for rule in _stretches(line) if rule.end - rule.start > _SHORTEST]
    return joined


def _stretches(line: Sequence[Rule]) -> Iterator[Rule]:
    """The parts of one line that are drawn; dashes are drawn through.

    Each stands where its own rules stand on average: two tables on a page may have columns that nearly agree.
    """
    dashed = len(line) >= _DASHES and median(r.end - r.start for r in line) <= _DASH
    reach = 2 * _SNAP if dashed else _SNAP
    held: list[Rule] = []
    end = 0.0
    for rule in sorted(line, key=lambda r: r.start):
        if held and rule.start > end + reach:
            yield _through(held)
            held = []
        end = max(end, rule.end) if held else rule.end
        held.append(rule)
    yield _through(held)


def _through(rules: Sequence[Rule]) -> Rule:
    at = sum(r.at for r in rules) / len(rules)
    return Rule(rules[0].horizontal, at, rules[0].start, max(r.end for r in rules))


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that cross or touch."""
    group = list(range(len(rules)))

    def top(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    upright = sorted((i for i, r in enumerate(rules) if not r.horizontal), key=lambda i: rules[i].at)
    places = [rules[i].at for i in upright]
    for i, rule in enumerate(rules):
        if rule.horizontal:
            for j in upright[bisect(places, rule.start - _SNAP) : bisect(places, rule.end + _SNAP)]:
                if rules[j].start - _SNAP <= rule.at <= rules[j].end + _SNAP:
                    group[top(i)] = top(j)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(rules):
        groups[top(i)].append(rule)
    return list(groups.values())


def _with_outer_sides(groups: Sequence[list[Rule]]) -> list[list[Rule]]:
    """An upright rule that touches nothing but is as long as a table beside it belongs to the table.

    So stands the left border of a column whose one label reaches over the whole page.
    """
    lone = [group[0] for group in groups if len(group) == 1 and not group[0].horizontal]
    crossed = [list(group) for group in groups if len(group) > 1]
    for rule in lone:
        for group in crossed:
            sides = [r for r in group if not r.horizontal]
            top, bottom = min(r.start for r in sides), max(r.end for r in sides)
            if abs(rule.start - top) <= _SNAP and abs(rule.end - bottom) <= _SNAP:
                group.append(rule)
                break
    return crossed


def _table(rules: Sequence[Rule]) -> RuledTable | None:
    flat, upright = [r for r in rules if r.horizontal], [r for r in rules if not r.horizontal]
    ys = _with_open_sides(_places(r.at for r in flat), upright)
    xs = _with_open_sides(_places(r.at for r in upright), flat)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    cells = _cells(flat, upright, xs, ys)
    if len(cells) < 2:
        return None
    above, below = (tuple(not _parts(flat, y, a, b) for a, b in pairwise(xs)) for y in (ys[0], ys[-1]))
    return RuledTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), tuple(cells), above, below)


def _with_open_sides(places: list[float], crossing: Sequence[Rule]) -> list[float]:
    """The places of rules, and where two crossing rules reach beyond the outermost: there a table has no border.

    A browser leaves a row open that a page end cuts; tables without left and right borders are in fashion.
    """
    if not places:
        return places
    before = Counter(round(r.start / _SNAP) for r in crossing if r.start < places[0] - _SNAP)
    after = Counter(round(r.end / _SNAP) for r in crossing if r.end > places[-1] + _SNAP)
    first = [_SNAP * min(at for at, n in before.items() if n > 1)] if max(before.values(), default=0) > 1 else []
    last = [_SNAP * max(at for at, n in after.items() if n > 1)] if max(after.values(), default=0) > 1 else []
    return [*first, *places, *last]


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _SNAP:
            places.append(value)
    return places


def _cells(flat: Sequence[Rule], upright: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]) -> list[RuledCell]:
    """Grid places grown right, then down, as long as no rule parts them and the shape stays a rectangle."""
    rows, cols = len(ys) - 1, len(xs) - 1
    open_right = [[not _parts(upright, xs[c + 1], ys[r], ys[r + 1]) for c in range(cols)] for r in range(rows)]
    open_below = [[not _parts(flat, ys[r + 1], xs[c], xs[c + 1]) for c in range(cols)] for r in range(rows)]
    taken: set[tuple[int, int]] = set()
    cells: list[RuledCell] = []
    for r in range(rows):
        for c in range(cols):
            if (r, c) in taken:
                continue
            wide = high = 1
            while c + wide < cols and open_right[r][c + wide - 1] and (r, c + wide) not in taken:
                wide += 1
            while r + high < rows and _grows(open_right, open_below, r + high, c, wide):
                high += 1
            taken |= {(r + i, c + j) for i in range(high) for j in range(wide)}
            cells.append(RuledCell(r, c, high, wide, Box(xs[c], ys[r], xs[c + wide], ys[r + high])))
    return cells


def _grows(right: Sequence[Sequence[bool]], below: Sequence[Sequence[bool]], r: int, c: int, wide: int) -> bool:
    """Whether the places of row `r` belong to the cell above them."""
    return all(below[r - 1][c + j] for j in range(wide)) and all(right[r][c + j] for j in range(wide - 1))


def _parts(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    drawn = sum(
        max(0.0, min(end, r.end + _SNAP) - max(start, r.start - _SNAP)) for r in rules if abs(r.at - at) <= _SNAP
    )
    return drawn >= _COVER * (end - start)
