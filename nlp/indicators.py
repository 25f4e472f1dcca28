"""Indicator tables: one Indicator per row of a table with 三级指标 or 指标名称 and its values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.knowledge import load
from nlp.tables import grid
from nlp.types import BlockKind, CellPlace, Document, Indicator, Table

_KEYS = ("level1", "level2", "name", "target", "actual", "full_score", "score")
_FIGURE = re.compile(r"\d+(?:\.\d+)?[%％分]?")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of an indicator table: which column of it plays which part (level1 … score)."""

    table: int
    row: int
    columns: Mapping[str, int]


def indicators(document: Document, tables: Sequence[Table]) -> tuple[Indicator, ...]:
    """Rows of all indicator tables, in order; headers may stand anywhere in a table."""
    grids = [grid(document, document.blocks[table.block]) for table in tables]
    found: list[Indicator] = []
    above: dict[str, str] = {}
    for place in indicator_rows(document, tables, grids):
        above = _filled(grids[place.table][place.row], place, above)
        found.extend(_indicator(value, place) for value in _split(above))
    return tuple(found)


def indicator_rows(
    document: Document, tables: Sequence[Table], grids: Sequence[Sequence[Sequence[str]]]
) -> Iterator[IndicatorRow]:
    """Where the indicators stand; a table without a header that goes on from one over the page has that one's."""
    columns: dict[str, int] = {}
    for i, rows in enumerate(grids):
        width = len(rows[0]) if rows else 0
        if i == 0 or not (_adjoins(document, tables[i - 1], tables[i]) and width == len((grids[i - 1] or [[]])[0])):
            columns = {}
        for r, row in enumerate(rows):
            header = _columns(row)
            if "name" in header and ("target" in header or "score" in header):
                columns = header
            elif columns and _is_indicator(row, columns):
                yield IndicatorRow(i, r, columns)


def _adjoins(document: Document, before: Table, after: Table) -> bool:
    """Nothing but a page's end stands between two tables."""
    between = document.blocks[before.block + 1 : after.block]
    return all(block.kind is BlockKind.FURNITURE for block in between)


@cache
def _patterns() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    columns = load("indicators")["columns"]
    order = ("name", *(key for key in _KEYS if key != "name"))  # what is the name is no level
    return tuple((key, tuple(re.compile(p) for p in columns[key])) for key in order)


@cache
def _total() -> re.Pattern[str]:
    return re.compile(load("indicators")["total"])


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column plays which part, by the header's words: the first pattern that finds one decides.

    Marks stand right of the indicator's name: those left of it are of its level.
    """
    if not any("指" in cell or "级" in cell for cell in row):
        return {}
    texts = [re.sub(r"\s+", "", cell) for cell in row]
    if any(_FIGURE.fullmatch(text) for text in texts):
        return {}
    found: dict[str, int] = {}
    for key, patterns in _patterns():
        first = found.get("name", -1) + 1 if key in ("full_score", "score") else 0
        order = [c for c in (*range(first, len(texts)), *range(first)) if c not in found.values()]
        column = next((c for p in patterns for c in order if p.search(texts[c])), None)
        if column is not None:
            found[key] = column
    return found


def _is_indicator(row: Sequence[str], columns: Mapping[str, int]) -> bool:
    """A row with a name that is no total, and no banner merged over its width or header's second line."""
    value = {key: re.sub(r"\s+", "", row[c]) for key, c in columns.items()}
    heads = len(value["name"]) <= 5 and any(p.search(value["name"]) for p in dict(_patterns())["name"])
    first = next((re.sub(r"\s+", "", cell) for cell in row if cell.strip()), "")
    totals = _total().search(value["name"]) or _total().search(first)
    return bool(value["name"]) and not totals and not heads and len(set(value.values())) > 1


def _filled(row: Sequence[str], place: IndicatorRow, above: Mapping[str, str]) -> dict[str, str]:
    """The row's values; a level left empty is that of the row above, unless the level over it changes."""
    value = {key: row[place.columns[key]].strip() if key in place.columns else "" for key in _KEYS}
    if not value["level1"]:
        value["level1"] = above.get("level1", "")
    if not value["level2"] and value["level1"] == above.get("level1", value["level1"]):
        value["level2"] = above.get("level2", "") if "level2" in place.columns else ""
    if "level1" not in place.columns:
        value["level1"] = ""
    return value


def _split(value: dict[str, str]) -> list[dict[str, str]]:
    """Several indicators in one cell, numbered: as many as name, target and actual value list."""
    count = len(_items(value["name"]))
    lists = {key: _items(value[key], count) for key in ("name", "target", "actual", "full_score", "score")}
    if count < 2 or any(len(lists[key]) != count for key in ("target", "actual") if value[key]):
        return [value]
    parts = [key for key, items in lists.items() if len(items) == count]
    return [value | {key: lists[key][i] for key in parts} for i in range(count)]


def _items(text: str, count: int = 0) -> list[str]:
    """The items of a list 1. 2. 3. (①②③) that fills a cell; `count` tells that 1.98次 2.5期 are items, not decimals."""
    starts: list[re.Match[str]] = []
    while match := _number(len(starts) + 1, bool(count)).search(text, starts[-1].end() if starts else 0):
        starts.append(match)
    if not starts or text[: starts[0].start()].strip() or count not in (0, len(starts)):
        return []
    ends = [*(match.start() for match in starts[1:]), len(text)]
    items = [text[m.end() : end].strip(" \n\t;；。，,、") for m, end in zip(starts, ends, strict=True)]
    return items if len(items) > 1 and all(items) else []


@cache
def _number(n: int, before_digits: bool) -> re.Pattern[str]:
    """The number of the n-th item of a list."""
    circled = chr(ord("①") + n - 1) if n <= 20 else "⑳"
    follows = "" if before_digits else r"(?!\d)"
    return re.compile(rf"(?:^|(?<=[\s;；。，,、])){n}[.．、)）]{follows}\s*|[(（]{n}[)）]\s*|{circled}\s*")


def _indicator(value: Mapping[str, str], place: IndicatorRow) -> Indicator:
    cell = CellPlace(place.table, place.row, place.columns["name"])
    level1, level2, name, target, actual, full_score, score = (value[key] for key in _KEYS)
    return Indicator(level1, level2, name, target, actual, full_score, score, cell)
