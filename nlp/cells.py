"""Figures in table cells: each with the names of its row and its column, and the unit these or the table give it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, partial

from nlp.knowledge import load, pattern
from nlp.numerals import canonical, decimal_number
from nlp.quantities import Unit, quantities, scales, units
from nlp.tables import grid
from nlp.text import fold, without
from nlp.types import Cell, CellPlace, Document, Quantity, Span, Table

_BARE = re.compile(r"\s*(?P<op>≥|≤|>=|<=|>|<|=|约)?\s*(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)\s*")
_OPS = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<=", ">": ">", "<": "<", "约": "≈"}
_BRACKETS = re.compile(r"[(（]\s*(?:单位\s*[：:]\s*)?([\u4e00-\u9fff%‰/㎡]{1,6})\s*[)）]")
_BRACKET_AT_END = re.compile(_BRACKETS.pattern + r"\s*[:：]?\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HAN, _LETTER = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u4e00-\u9fffA-Za-z]")
_FEWEST_HAN = 2  # characters beside its figures with which a cell still names nothing
_KNOWN = 4000  # cells whose names are kept: every figure of a row asks for those left of it
_LONGEST_NAME = 60  # characters; a longer cell tells something and names nothing
_LONGEST_PHRASE = 40  # characters; a longer cell with clauses is read like a paragraph
_NO_UNIT = Unit("", "other", "", None, None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a cell.

    `label` is the text cell left of it that names its row, `groups` the others left of that (一级指标, 二级指标),
    `header` what heads its column. `quantity.unit` is "" where nothing says in what the figure is counted.
    """

    place: CellPlace
    quantity: Quantity
    label: str
    groups: tuple[str, ...]
    header: str
    row: Span  # the row's own cells
    named_by_itself: bool = False  # the mark in the brackets of a name: 产出指标（50分）
    told: bool = False  # it stands in a sentence of a long cell, which says more of it than row and column do


def table_figures(document: Document, table: Table, index: int) -> tuple[Figure, ...]:
    """The figures of a table in reading order; what a merged cell repeats is read once. `index` is the table's."""
    block = document.blocks[table.block]
    rows = grid(document, block)
    text = fold(document.text[block.span.start : block.span.end])
    heads = heads_of(rows, table.header_rows)
    spans = row_spans(document, table)
    found: list[Figure] = []
    for cell in sorted(block.cells, key=lambda c: (c.row, c.col)):
        row = rows[cell.row]
        if cell.row in heads.rows or not any(c.isdigit() for c in row[cell.col]):
            continue
        names = heads.names(row, cell, table.unit or "")
        at = Span(cell.span.start - block.span.start, cell.span.end - block.span.start)
        for quantity in _read(text, at, names):
            place = CellPlace(index, cell.row, cell.col)
            figure = _figure(place, quantity, block.span.start, names, spans[cell.row])
            found.append(replace(figure, told=not names.own and is_prose(row[cell.col])))
    return tuple(found)


def is_prose(cell: str) -> bool:
    """A cell of sentences."""
    return len(cell) > _LONGEST_PHRASE and re.search(r"[，。；]", cell) is not None


def _figure(place: CellPlace, quantity: Quantity, offset: int, names: "_Names", row: Span) -> Figure:
    moved = Span(quantity.span.start + offset, quantity.span.end + offset)
    here = replace(quantity, span=moved)
    return Figure(place, here, names.label, names.groups, names.header, row, names.own)


def cell_spans(document: Document, table: Table) -> dict[tuple[int, int], Span]:
    """Where the cell stands that covers each place of the grid."""
    return {
        (row, col): cell.span
        for cell in document.blocks[table.block].cells
        for row in range(cell.row, cell.row + cell.rows)
        for col in range(cell.col, cell.col + cell.cols)
    }


def row_spans(document: Document, table: Table) -> dict[int, Span]:
    """Each row from its first own cell to its last; a row that is all merged from above has none."""
    spans: dict[int, Span] = {}
    for cell in document.blocks[table.block].cells:
        known = spans.get(cell.row, cell.span)
        spans[cell.row] = Span(min(known.start, cell.span.start), max(known.end, cell.span.end))
    return spans


@dataclass(frozen=True, slots=True)
class Heads:
    """What heads the columns from which row on: tables may change their header midway, as forms do."""

    rows: frozenset[int]  # rows that are headers
    columns: tuple[tuple[str, ...], ...]  # for each row of the table the header that holds there

    def of(self, row: int, col: int) -> str:
        """The header of a place; nothing behind its end."""
        return self.columns[row][col] if col < len(self.columns[row]) else ""

    def names(self, row: Sequence[str], cell: Cell, unit: str) -> "_Names":
        """What names a cell of the row; the first column's header may print the unit of all (经费控制情况（万元）)."""
        header = self.of(cell.row, cell.col)
        own = _heads_names(header)
        label, groups = _left(row, cell.col)
        label = row[cell.col].strip() if own else label
        return _Names(header, label, groups, self._unit(row, cell.row), unit, self.of(cell.row, 0), own)

    def _unit(self, cells: Sequence[str], row: int) -> str:
        """The row's cell under 计量单位."""
        found = (col for col, name in enumerate(self.columns[row]) if "单位" in name and _heads_units(name))
        col = next(found, len(cells))
        return cells[col].strip() if col < len(cells) else ""


def heads_of(rows: Sequence[Sequence[str]], header_rows: int) -> Heads:
    """The headers of a table's rows: the first rows, and later ones that are made of names of columns."""
    heads: set[int] = set()
    columns: list[tuple[str, ...]] = []
    current: tuple[str, ...] = ()
    for r, row in enumerate(rows):
        if r < header_rows or _is_header(row):
            joins = r - 1 in heads
            heads.add(r)
            current = (
                tuple(_under(above, cell) for above, cell in zip(current, row, strict=True)) if joins else tuple(row)
            )
        columns.append(current)
    return Heads(frozenset(heads), tuple(columns))


def _heads_units(header: str) -> bool:
    return bool(_pattern("units").search(re.sub(r"\s", "", header)))


@lru_cache(_KNOWN)
def _heads_names(header: str) -> bool:
    return bool(_pattern("names").search(re.sub(r"\s", "", header)))


def _under(above: str, cell: str) -> str:
    return cell if cell == above or not above.strip() else f"{above} {cell}" if cell.strip() else above


def _is_header(row: Sequence[str]) -> bool:
    """A row of names of columns, without figures."""
    cells = [cell.strip() for cell in dict.fromkeys(row) if cell.strip()]
    if len(cells) < 3 or any(_is_figure(cell) for cell in cells) or any(len(cell) > 24 for cell in cells):
        return False
    return 2 * sum(bool(_pattern("header").search(cell)) for cell in cells) > len(cells)


def _is_figure(cell: str) -> bool:
    return bool(_BARE.fullmatch(fold(cell).rstrip("%‰")))


_pattern = partial(pattern, "claims", "table")


def _left(row: Sequence[str], col: int) -> tuple[str, tuple[str, ...]]:
    """The nearest text cell left of a column that names its row, and the other ones left of that, outermost first."""
    texts: list[str] = []
    for cell in row[:col]:
        text = _naming(cell)
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return (texts[-1], tuple(texts[:-1])) if texts else ("", ())


@lru_cache(_KNOWN)
def _naming(cell: str) -> str:
    """The cell's text where it may name a row; "" where it is long, or holds little but figures (≥95%, 完成52次)."""
    text = cell.strip()
    if not text or len(text) > _LONGEST_NAME or not _LETTER.search(text) or _is_figure(text):
        return ""
    folded = fold(text)
    counted = [q.span for q in quantities(folded, Span(0, len(folded)))]
    says_figures = bool(counted) and len(_HAN.findall(without(folded, counted))) <= _FEWEST_HAN
    return "" if says_figures else text


@dataclass(frozen=True, slots=True)
class _Names:
    """What names a cell, and from where its unit may come."""

    header: str
    label: str
    groups: tuple[str, ...]
    unit_cell: str
    table: str
    banner: str
    own: bool  # the cell is itself a name; a mark in its brackets is what it may score


def _read(text: str, span: Span, names: _Names) -> Iterator[Quantity]:
    """The quantities of a cell: a bare number in the unit that its names give it, else numbers with printed units."""
    bare = _BARE.fullmatch(text, span.start, span.end)
    if names.own:
        yield from (q for q in quantities(text, span) if q.unit == "分")
        return
    if bare is None:
        yield from quantities(text, span)
        return
    if _pattern("silent").search(names.header) or _is_year(bare["number"], names):
        return
    value = decimal_number(bare["number"])
    if value is not None:
        unit, scale = _unit(names, value)
        yield _quantity(bare, value, unit, scale)


def _is_year(number: str, names: _Names) -> bool:
    return bool(_YEAR.fullmatch(number)) and "年" in names.header + names.label


def _quantity(match: re.Match[str], value: Decimal, unit: Unit, scale: Decimal) -> Quantity:
    _, _, decimals = match["number"].partition(".")
    step = scale / (Decimal(10) ** len(decimals))
    op = _OPS.get(match["op"] or "", "=")
    return Quantity(
        canonical(value * scale), None, None, unit.base, unit.kind, op, canonical(step), Span(*match.span("number"))
    )


def _unit(names: _Names, value: Decimal) -> tuple[Unit, Decimal]:
    """The unit of a bare number: from brackets, a unit column, the header's words, the table; nearest first."""
    for printed in (*_BRACKET_AT_END.findall(names.label), *reversed(_BRACKETS.findall(names.header))):
        if (known := named_unit(printed)) is not None:
            return known
    if (known := named_unit(names.unit_cell)) is not None:
        return known
    money = bool(_pattern("money").search(names.header))
    for entry in load("claims")["table"]["unit"]:
        if re.search(entry["header"], names.header) or (not money and re.search(entry["header"], names.label)):
            return units()[entry["name"]][0], Decimal(1)
    if _pattern("rates").search(names.header) and Decimal("1.5") < abs(value) <= 1000:
        return units()["%"][0], Decimal(1)
    known = _unit_of_all(names)
    if known is None or (known[0].kind == "money" and _is_not_money(names)):
        return _NO_UNIT, Decimal(1)
    return known


def _is_not_money(names: _Names) -> bool:
    """Its header or, where that does not speak of money (支出数), its row's name counts or measures something."""
    if _pattern("not_money").search(names.header) or _pattern("counted").search(names.header):
        return True
    label = "counted_label" if _pattern("money").search(names.header) else "not_money"
    return bool(_pattern(label).search(names.label))


def _unit_of_all(names: _Names) -> tuple[Unit, Decimal] | None:
    """The unit that the first column's header, the groups or the table print for all figures."""
    for text in (names.banner, *reversed(names.groups)):
        for printed in _BRACKETS.findall(text):
            if (known := named_unit(printed)) is not None:
                return known
    return named_unit(names.table)


def named_unit(printed: str) -> tuple[Unit, Decimal] | None:
    """The unit and the factor that a unit's name stands for: 万元, 亿元, 人, %; None where it is no unit."""
    printed = fold(printed.strip())
    if printed in units():
        return units()[printed][0], Decimal(1)
    for name, factor in scales().items():
        rest = printed.removeprefix(name)
        if rest != printed and (rest in units() or not rest):
            return (units()[rest][0] if rest else _NO_UNIT), factor
    return None
