"""Indicator tables: one Indicator per row of a table with 三级指标 or 指标名称 and its values."""

import re
from collections.abc import Iterator, Sequence

from nlp.tables import grid
from nlp.types import CellPlace, Document, Indicator, Table

# Header words of each column; the first pattern that finds a cell decides.
_WORDS: dict[str, tuple[str, ...]] = {
    "level1": (r"^一级指标",),
    "level2": (r"^二级指标",),
    "name": (r"^三级指标", r"^四级指标", r"^指标名称|^具体指标|^指标内容", r"^绩效指标"),
    "target": (r"(?:年度)?指标值|目标值|预期值", r"预期目标|年度目标"),
    "actual": (r"完成值|实际值|实际完成", r"完成(?:情况|数)|执行结果"),
    "full_score": (r"^(?:分值|权重|标准分|满分|指标分值)",),
    "score": (r"得分",),
}
_COLUMNS = {key: tuple(map(re.compile, patterns)) for key, patterns in _WORDS.items()}


def indicators(document: Document, tables: Sequence[Table]) -> tuple[Indicator, ...]:
    """Rows of all indicator tables, in order; headers may stand anywhere in a table."""
    found: list[Indicator] = []
    for i, table in enumerate(tables):
        found.extend(_rows(grid(document, document.blocks[table.block]), i))
    return tuple(found)


def _rows(rows: Sequence[Sequence[str]], table: int) -> Iterator[Indicator]:
    columns: dict[str, int] = {}
    for r, row in enumerate(rows):
        header = _columns(row)
        if "name" in header and ("target" in header or "score" in header):
            columns = header
            continue
        if not columns:
            continue
        value = {key: row[c].strip() for key, c in columns.items()}
        if value["name"] and not re.match(r"^(?:总分|合计|总计|小计)", value["name"]) and _differs(value):
            yield _indicator(value, CellPlace(table, r, columns["name"]))


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column plays which part, by the header's words."""
    texts = [re.sub(r"\s+", "", cell) for cell in row]
    found: dict[str, int] = {}
    for key, patterns in _COLUMNS.items():
        matches = (c for pattern in patterns for c, text in enumerate(texts) if pattern.search(text))
        column = next(matches, None)
        if column is not None:
            found[key] = column
    return found


def _differs(value: dict[str, str]) -> bool:
    """A row merged over its whole width is a banner, not an indicator."""
    return len(set(value.values())) > 1


def _indicator(value: dict[str, str], place: CellPlace) -> Indicator:
    parts = {key: value.get(key, "") for key in _COLUMNS}
    return Indicator(
        parts["level1"],
        parts["level2"],
        parts["name"],
        parts["target"],
        parts["actual"],
        parts["full_score"],
        parts["score"],
        place,
    )
