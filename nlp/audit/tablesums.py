"""Rows and columns of tables that are the sum of others, and columns that the header makes a sum of others.

What adds up to what is not printed: indents are lost, 其中 may end anywhere. So every reading is tried, and one counts
as known only where it holds elsewhere in the table: 合计 as the sum of the rows above it in another column, 结余 as
预算 − 支出 in other rows. Where no known reading holds in a place, its figures contradict each other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from nlp.audit.arithmetic import Interval, scale_of, stands_for, total, written
from nlp.audit.facts import Facts
from nlp.audit.sheets import Cell, Panel, plain, words
from nlp.cells import Figure
from nlp.knowledge import load
from nlp.types import Evidence, Finding

_LONGEST_RUN = 40  # parts of one sum that are looked for where nothing marks their end
_TELLING = 4  # digits of a sum that is no coincidence
_MANY_TOTALS = 30  # of one table; beyond it a total among them is one of the lines up to the next
_ADDING = ("money", "count", "other")


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines of a panel (rows, or columns where it is turned): `plus` less `minus` makes `whole`."""

    whole: int
    plus: tuple[int, ...]
    minus: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """A reading in one place: the figures of its lines; those that say nothing are left out."""

    reading: Reading
    whole: Figure
    plus: tuple[Figure, ...]
    minus: tuple[Figure, ...] = ()

    def figures(self) -> tuple[Figure, ...]:
        """All, the whole first."""
        return self.whole, *self.plus, *self.minus

    def is_full(self) -> bool:
        """Every line has a figure."""
        return len(self.plus) == len(self.reading.plus) and len(self.minus) == len(self.reading.minus)

    def value(self) -> Decimal:
        """What the parts as printed come to."""
        return _value(self.plus) - _value(self.minus)

    def holds(self) -> bool:
        """Some figures that round to the printed ones add up."""
        parts = Interval(Decimal(0), Decimal(0))
        for figure in self.plus:
            parts = parts + stands_for(figure.quantity)
        for figure in self.minus:
            parts = parts - stands_for(figure.quantity)
        return parts.touches(stands_for(self.whole.quantity))

    def tells(self) -> bool:
        """More than that something is itself, or nothing."""
        parts = (*self.plus, *self.minus)
        return bool(self.whole.quantity.value) and sum(bool(f.quantity.value) for f in parts) > 1

    def is_long(self) -> bool:
        """Of so many digits that it adds up by no coincidence."""
        quantity = self.whole.quantity
        digits = str(int(abs((quantity.value or Decimal(0)) / quantity.step)))
        return self.tells() and len(digits) >= _TELLING


def _value(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.quantity.value or Decimal(0) for figure in figures), Decimal(0))


def column_sums(facts: Facts) -> Iterator[Finding]:
    """合计 and rows with parts below them against these parts, in every column that adds."""
    for panel in facts.panels:
        if not panel.kinds:
            yield from _totals(facts, panel, "sum.table", down=True)


def row_sums(facts: Facts) -> Iterator[Finding]:
    """Columns named 合计, and those that the header makes a sum or a difference: 预算 − 支出 = 结余."""
    for panel in facts.panels:
        across = panel.turned()
        yield from _totals(facts, across, "sum.table-row", down=False)
        yield from _formulas(facts, across)


# --- sums of lines


def _totals(facts: Facts, panel: Panel, rule: str, *, down: bool) -> Iterator[Finding]:
    places = _adding(panel) if down else panel.columns
    if not places or len(panel.names) < 3:
        return
    inner = _inner(panel, places) if down else {}
    nested = {part for reading in inner.values() for part in reading.plus}
    for reading in inner.values():
        yield from _part_findings(facts, panel, rule, reading, places)
    wholes = [line for line, name in panel.names.items() if is_total(name)]
    crowded = len(wholes) > _MANY_TOTALS
    for whole in wholes:
        alike = panel if down else _alike(panel, whole)
        readings = _readings(alike, whole, nested, crowded=crowded) if whole in alike.names else []
        yield from _total_findings(facts, alike, rule, readings, places, down=down)


def _adding(panel: Panel) -> list[int]:
    """The columns whose figures, all of one unit, may be added."""
    found = []
    for col in panel.columns:
        units = {(f.quantity.unit, f.quantity.kind) for (_, c), f in panel.figures.items() if c == col}
        if len(units) == 1 and next(iter(units))[1] in _ADDING and not words("apart").search(plain(panel.heads[col])):
            found.append(col)
    return found


def _alike(turned: Panel, whole: int) -> Panel:
    """A turned panel without the lines (columns) that do not add, or are not in the unit of the total."""
    columns = turned.turned()
    unit = {line: {f.quantity.unit for (row, _), f in turned.figures.items() if row == line} for line in turned.names}
    names = {line: turned.names[line] for line in _adding(columns) if unit[line] == unit[whole]}
    return replace(turned, names=names)


@lru_cache(maxsize=4096)
def is_total(name: str) -> bool:
    """A line named 合计, 小计, 支出总计."""
    return any(words("total").search(plain(part)) for part in (name, name.split(" ")[-1]))


@lru_cache(maxsize=4096)
def _rank(name: str) -> int:
    """The rank of the number before a name, 1 the highest; 0 without one, 9 after 其中."""
    name = re.sub(r"\s+", "", name)
    if words("part").search(name):
        return 9
    for rank, pattern in enumerate(load("audit")["table"]["numbers"], 1):
        if re.match(pattern, name):
            return rank
    return 0


def _inner(panel: Panel, places: Sequence[int]) -> dict[int, Reading]:
    """Rows that are the sum of those right below them, found from the bottom up; by their row."""
    found: dict[int, Reading] = {}
    free: list[int] = []  # rows below, up to the next total, that are part of none
    for row in reversed(panel.rows):
        if is_total(panel.names[row]):
            free = []
            continue
        reading = _parts_below(panel, row, free, places)
        if reading is not None:
            found[row] = reading
            free = free[len(reading.plus) :]
        free.insert(0, row)
    return found


def _parts_below(panel: Panel, row: int, below: Sequence[int], places: Sequence[int]) -> Reading | None:
    """The run of rows below that adds up to the row in most columns; None where none does for certain."""
    own, best, most = _rank(panel.names[row]), None, 0
    near = {place: _near(panel, row, below[:_LONGEST_RUN], place) for place in places}
    for count, part in enumerate(below[:_LONGEST_RUN], 1):
        if (own and 0 < _rank(panel.names[part]) <= own) or _opposed(panel.names[row], panel.names[part]):
            break
        reading = Reading(row, tuple(below[:count]))
        holds = sum(count in near[place] and _telling(panel, reading, place) for place in places)
        alone = count == 1 and _rank(panel.names[part]) == 9 and _same_everywhere(panel, reading, places)
        if holds > most or (alone and not most):
            best, most = reading, holds
    return best


def _near(panel: Panel, row: int, below: Sequence[int], place: int) -> frozenset[int]:
    """How many of the rows below may add up to the row in one column, by running sums."""
    whole, parts, counts = panel.figures.get((row, place)), total(()), set()
    for count, part in enumerate(below if whole else (), 1):
        figure = panel.figures.get((part, place))
        parts = parts + stands_for(figure.quantity) if figure else parts
        if whole and parts.touches(stands_for(whole.quantity)):
            counts.add(count)
    return frozenset(counts)


@lru_cache(maxsize=4096)
def _opposed(whole: str, part: str) -> bool:
    """One is named for what came in, the other for what went out: balanced tables have them equal."""
    sides = [{side for side in ("收入", "支出") if side in name} for name in (whole, part)]
    return all(len(side) == 1 for side in sides) and sides[0] != sides[1]


def _telling(panel: Panel, reading: Reading, place: int) -> bool:
    found = _sum(panel, reading, place)
    return found is not None and found.is_long() and found.holds()


def _same_everywhere(panel: Panel, reading: Reading, places: Sequence[int]) -> bool:
    sums = [found for place in places if (found := _sum(panel, reading, place))]
    return bool(sums) and all(found.holds() for found in sums)


def _sum(panel: Panel, reading: Reading, place: int) -> Sum | None:
    """The figures of a reading in one place; None where a cell cannot be read or is in another unit."""
    whole = panel.figures.get((reading.whole, place))
    plus, minus = _figures(panel, reading.plus, place), _figures(panel, reading.minus, place)
    if whole is None or plus is None or minus is None or not (plus or minus):
        return None
    unit = whole.quantity.unit
    return Sum(reading, whole, plus, minus) if all(f.quantity.unit == unit for f in (*plus, *minus)) else None


def _figures(panel: Panel, lines: Sequence[int], place: int) -> tuple[Figure, ...] | None:
    cells: list[Cell] = [(line, place) for line in lines]
    if any(cell not in panel.figures and cell not in panel.empty for cell in cells):
        return None
    return tuple(panel.figures[cell] for cell in cells if cell in panel.figures)


def _readings(panel: Panel, whole: int, nested: set[int], *, crowded: bool) -> list[Reading]:
    """What a total may be the sum of: what stands before or behind it, up to the next total or further."""
    lines = panel.rows
    at = lines.index(whole)
    found: list[Reading] = []
    own = panel.names[whole]
    if crowded and 0 < at < len(lines) - 1:
        lines = _around(panel, lines, at)
        at = lines.index(whole)
    for stretch in (lines[:at], lines[at + 1 :]):
        stretch = [line for line in stretch if not _opposed(own, panel.names[line])]
        found.extend(
            Reading(whole, parts)
            for parts in _shares(panel, stretch, nested, behind=bool(stretch) and stretch[0] > whole)
        )
    return list(dict.fromkeys(reading for reading in found if len(reading.plus) > 1))


def _around(panel: Panel, lines: Sequence[int], at: int) -> list[int]:
    """The lines from the total before a total to the total behind it, those two left out."""
    before = list(takewhile(lambda line: not is_total(panel.names[line]), reversed(lines[:at])))
    behind = takewhile(lambda line: not is_total(panel.names[line]), lines[at + 1 :])
    return [*reversed(before), lines[at], *behind]


def _shares(panel: Panel, stretch: Sequence[int], nested: set[int], *, behind: bool) -> Iterator[tuple[int, ...]]:
    totals = [line for line in stretch if is_total(panel.names[line])]
    near = _nearest(stretch, totals, behind=behind)
    others = any(not words("subtotal").search(panel.names[line]) for line in totals)
    for lines in [near] if behind and others else (near, stretch):
        ranks = [rank for line in lines if (rank := _rank(panel.names[line])) and rank < 9]
        yield tuple(line for line in lines if line not in nested and line not in totals)
        yield tuple(line for line in lines if line not in totals)
        yield tuple(line for line in lines if ranks and _rank(panel.names[line]) == min(ranks))
    if totals and not (behind and others):
        subtotals = [line for line in totals if words("subtotal").search(panel.names[line])]
        yield tuple(totals)
        yield tuple(subtotals)
        yield (*totals, *(line for line in near if line not in nested))
        yield (*subtotals, *(line for line in near if line not in nested))
        yield (totals[0] if behind else totals[-1], *(line for line in near if line not in nested))


def _nearest(stretch: Sequence[int], totals: Sequence[int], *, behind: bool) -> list[int]:
    """The lines between a total and the next one."""
    if not totals:
        return list(stretch)
    stop = totals[0] if behind else totals[-1]
    return [line for line in stretch if (line < stop if behind else line > stop)]


def _total_findings(
    facts: Facts, panel: Panel, rule: str, readings: Sequence[Reading], places: Sequence[int], *, down: bool
) -> Iterator[Finding]:
    """Findings where no reading holds in a place and one does in others."""
    table = {
        reading: {p: s for p in places if (s := _sum(panel, reading, p)) is not None and s.plus} for reading in readings
    }
    known = {r: sum(s.tells() and s.holds() for s in sums.values()) for r, sums in table.items()}
    enough = 1 if down else 2
    best = max(known, key=lambda r: (known[r], -len(r.plus)), default=None)
    for place in places:
        sums = {reading: found[place] for reading, found in table.items() if place in found}
        if not sums or any(s.holds() for s in sums.values()):
            continue
        if best in sums and not _in_one_scale(facts, sums[best]):
            continue
        if best in sums and known[best] >= enough:
            yield _finding(facts, panel, rule, sums[best], place, "certain")
        elif down and (only := _only_reading(panel, sums, places)) is not None:
            guessed = any(note.code == "table-guessed" for note in facts.document.notes)
            yield _finding(facts, panel, rule, only, place, "likely" if guessed else "certain")


def _only_reading(panel: Panel, sums: dict[Reading, Sum], places: Sequence[int]) -> Sum | None:
    """The sum of a plain list with one column and its total at the end: nothing else can be meant."""
    flat = [line for line in panel.rows if not is_total(panel.names[line])]
    unread = [line for line in flat if (line, places[0]) not in panel.figures]
    marked = [line for line in flat if _rank(panel.names[line]) not in (0, 3)]
    if len(places) != 1 or not panel.headed or unread or marked or not all(panel.names.values()):
        return None
    reading = Reading(panel.rows[-1], tuple(flat))
    found = sums.get(reading)
    if found is None or found.whole.quantity.kind == "other" or len(flat) != len(panel.rows) - 1:
        return None
    whole = found.whole.quantity.value or Decimal(0)
    return found if abs(found.value() - whole) * 2 < abs(whole) else None


def _part_findings(facts: Facts, panel: Panel, rule: str, reading: Reading, places: Sequence[int]) -> Iterator[Finding]:
    """Findings where a row's parts add up in some columns and not in another."""
    sums = {place: s for place in places if (s := _sum(panel, reading, place)) is not None}
    known = sum(s.is_long() and s.holds() for s in sums.values())
    marked = any(_rank(panel.names[line]) for line in (reading.whole, *reading.plus))
    for place, found in sums.items():
        if known and len(found.plus) > 1 and not found.holds():
            certain = known > 1 and marked and len(found.plus) == len(reading.plus)
            yield _finding(facts, panel, rule, found, place, "certain" if certain else "likely")


# --- columns that the header makes a sum


def _formulas(facts: Facts, across: Panel) -> Iterator[Finding]:
    """Findings where no formula of a column holds in a row and one does in other rows."""
    money = set(_adding(across.turned()))
    for whole, name in across.names.items():
        readings = [r for r in _told(across, whole, plain(name), money) if r.whole in money]
        if not readings:
            continue
        table = {r: {p: s for p in across.columns if (s := _sum(across, r, p)) is not None} for r in readings}
        known = {r: sum(_signed(s) and s.tells() for s in sums.values()) for r, sums in table.items()}
        best = max(readings, key=lambda r: known[r])
        for place in across.columns:
            sums = [own[place] for own in table.values() if place in own]
            found = table[best].get(place)
            if found is None or known[best] < 2 or any(_signed(s) for s in sums):
                continue
            if found.is_full() and (certainty := _certainty(found, name)) is not None:
                yield _finding(facts, across, "sum.table-row", found, place, certainty)


def _certainty(found: Sum, name: str) -> str | None:
    """How sure a formula is of a row; None where the figures may well differ.

    Nothing may be left where the rest was taken back; less may have been spent than the plan and what was added to it.
    """
    whole = found.whole.quantity.value or Decimal(0)
    if not whole:
        return None
    if _is("spent", name) and not found.minus:
        return "likely" if whole > found.value() else None
    return "certain"


def _signed(found: Sum) -> bool:
    """It holds, or does where a decrease is printed without its sign."""
    if found.holds():
        return True
    return bool(found.minus) and Sum(found.reading, found.whole, found.minus, found.plus).holds()


def _told(across: Panel, whole: int, name: str, money: set[int]) -> Iterator[Reading]:
    """The formulas that a column's name allows, with all columns that may be their terms."""

    def among(key: str) -> list[int]:
        return [c for c, n in across.names.items() if c in money and c != whole and _is(key, n)]

    if _is("difference", name):
        others = [c for c in across.names if c in money and c != whole]
        yield from (Reading(whole, (a,), (b,)) for a in others for b in others if a > b)
    elif _is("rest", name) and not _is("prior", name):
        for spent in among("spent"):
            yield from (Reading(whole, (plan,), (spent,)) for plan in among("plan") if plan != spent)
            for prior in among("prior"):
                others = [c for c in among("plan") if c not in (spent, prior)]
                yield from (Reading(whole, (prior, income), (spent,)) for income in others)
    elif _is("adjusted", name):
        for change in among("adjustment"):
            starts = [c for c in among("initial") if c != change]
            yield from (Reading(whole, (start, change)) for start in starts)


def _is(key: str, name: str) -> bool:
    return bool(words("columns", key).search(plain(name)))


# --- words


def _in_one_scale(facts: Facts, found: Sum) -> bool:
    """All printed in 万元, or all in 元."""
    scales = {scale_of(f.quantity, _raw(facts, f)) for f in found.figures() if f.quantity.value}
    return len(scales) == 1


def _finding(facts: Facts, panel: Panel, rule: str, found: Sum, place: int, certainty: str) -> Finding:
    lines = (found.reading.whole, *found.reading.plus, *found.reading.minus)
    stated = [_said(facts, panel, line, place) for line in lines if (line, place) in panel.figures]
    figures = found.figures()
    scale = scale_of(found.whole.quantity, _raw(facts, found.whole))
    result = written(found.value() / scale, min(f.quantity.step for f in figures) / scale)
    computed = f"{_terms(facts, found)}={result}"
    message = f"{where(panel)}{plain(panel.heads[place])}一项，{stated[0]}，按所列数据{computed}。"
    evidence = tuple(Evidence(f.quantity.span, f.row) for f in figures)
    step = max(f.quantity.step for f in figures)
    return Finding(
        rule, "sum", certainty, f"{plain(panel.heads[place])}：{'，'.join(stated)}", computed, step, message, evidence
    )


def where(panel: Panel) -> str:
    """The table by its title."""
    return f"表“{panel.title}”中" if panel.title else "表中"


def _said(facts: Facts, panel: Panel, line: int, place: int) -> str:
    return f"{plain(panel.names[line]) or '一项'}{_raw(facts, panel.figures[line, place])}"


def _raw(facts: Facts, figure: Figure) -> str:
    return facts.raw(figure.quantity.span)


def _terms(facts: Facts, found: Sum) -> str:
    terms = [("+", _raw(facts, f)) for f in found.plus] + [("-", _raw(facts, f)) for f in found.minus]
    return "".join(f"{sign}({raw})" if raw.startswith("-") else f"{sign}{raw}" for sign, raw in terms).removeprefix("+")
