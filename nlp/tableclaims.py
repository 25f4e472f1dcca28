"""Claims from table cells: what a row's label, a column's header and the unit line say of a figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from nlp.cells import Figure, cell_spans
from nlp.claims import Place, paragraph
from nlp.knowledge import load
from nlp.periods import periods
from nlp.text import fold
from nlp.types import CellPlace, Claim, Document, Label, Span, Table

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、](?!\d)|[(（][一二三四五六七八九十\d]+[)）]|其中[：:]?|[①-⑳])\s*"
)
_BRACKETED = re.compile(r"[(（][^()（）]{0,12}[)）]")


def table_claims(tables: Sequence[Table], figures: Sequence[Sequence[Figure]], year: int | None) -> tuple[Claim, ...]:
    """A claim for every figure whose unit is known and that no sentence tells of.

    `figures` are those of each table, `year` is the one evaluated.
    """
    return tuple(
        _claim(table, figure, year)
        for table, own in zip(tables, figures, strict=True)
        for figure in own
        if figure.quantity.unit and not figure.told and row_name(figure)
    )


def told_claims(
    document: Document,
    labels: Sequence[Label],
    tables: Sequence[Table],
    figures: Sequence[Sequence[Figure]],
    year: int | None,
) -> tuple[Claim, ...]:
    """The claims of the sentences in long cells: read like a paragraph under the row's name."""
    told = [{f.place: f for f in own if f.told} for own in figures]
    if not any(told):
        return ()
    folded = fold(document.text)
    return tuple(
        replace(claim, cell=place)
        for table, own in zip(tables, told, strict=True)
        for place, span in _told_cells(document, table, own)
        for claim in paragraph(folded, _told_place(table, labels, own[place], span), year)
    )


def _told_cells(document: Document, table: Table, told: dict[CellPlace, Figure]) -> Iterator[tuple[CellPlace, Span]]:
    spans = cell_spans(document, table) if told else {}
    return ((place, spans[place.row, place.col]) for place in told)


def _told_place(table: Table, labels: Sequence[Label], figure: Figure, span: Span) -> Place:
    """A cell of targets is read as a section of targets is."""
    kind = "绩效目标" if role_of(figure) == "目标值" else labels[table.section].type
    return Place(table.section, row_name(figure), kind, span)


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
