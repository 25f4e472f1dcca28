"""Claims from table cells: what a row's label, a column's header and the unit line say of a figure."""

import re
from collections.abc import Sequence
from functools import cache

from nlp.cells import Figure
from nlp.knowledge import load
from nlp.periods import periods
from nlp.types import Claim, Span, Table

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、](?!\d)|[(（][一二三四五六七八九十\d]+[)）]|其中[：:]?|[①-⑳])\s*"
)
_BRACKETED = re.compile(r"[(（][^()（）]{0,12}[)）]")


def table_claims(tables: Sequence[Table], figures: Sequence[Sequence[Figure]], year: int | None) -> tuple[Claim, ...]:
    """A claim for every figure whose unit is known; `figures` are those of each table, `year` the one evaluated."""
    return tuple(
        _claim(table, figure, year)
        for table, own in zip(tables, figures, strict=True)
        for figure in own
        if figure.quantity.unit and row_name(figure)
    )


def row_name(figure: Figure) -> str:
    """What the figure's row is about, without its number and the unit in brackets; the header where it has no label."""
    name = figure.label or (figure.groups[-1] if figure.groups else "") or figure.header
    return re.sub(r"\s+", "", _BRACKETED.sub("", _NUMBERING.sub("", name.strip()))).rstrip("：:")


def _claim(table: Table, figure: Figure, year: int | None) -> Claim:
    role = role_of(figure)
    quantity = figure.quantity
    name = row_name(figure)
    if role == "其他" and figure.header and figure.header != name:
        name += re.sub(r"\s+", "", _BRACKETED.sub("", figure.header))
    spoken = periods(figure.header, Span(0, len(figure.header)), year)
    period = spoken[-1].text if spoken else None
    return Claim(table.section, quantity, name, role, None, period, figure.row, figure.place)


@cache
def _roles() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    entries = load("claims")["table"]["role"]
    return tuple((entry["name"], tuple(entry.get("kinds", ())), re.compile(entry["header"])) for entry in entries)


def role_of(figure: Figure) -> str:
    """The role that the header's words give a figure, else the row's label; 其他 where neither does."""
    if figure.named_by_itself:
        return "满分"
    for text in (figure.header, figure.label):
        plain = re.sub(r"\s+", "", text)
        for name, kinds, pattern in _roles():
            if (not kinds or figure.quantity.kind in kinds) and pattern.search(plain):
                return name
    return "其他"
