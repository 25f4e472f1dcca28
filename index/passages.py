"""Cuts a report into passages: what a search finds and shows.

A passage never crosses a section. Prose is grouped to 80–250 characters at paragraph and
sentence ends, a table row by row with its header, so that a number stands beside its name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.contract import heading_path
from nlp.text import joined, sentences, trimmed
from nlp.types import Block, BlockKind, Cell, Document, Report, Section, Span, Table

LEAST, MOST = 80, 250  # characters; a passage may be shorter where its section is

_CLOSERS = "。：:；;，,、"
_CLAUSE_END = re.compile(r"[；;，,、：:]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before the library has given it an id; fields as in `index.types.Passage`."""

    section_type: str
    section_title: str
    themes: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not cut any further; `opens` where a paragraph or a table row begins."""

    span: Span
    text: str
    page: int | None
    opens: bool


def cut(report: Report) -> list[Draft]:
    """The passages of a report in document order; headings and page furniture are in none."""
    return list(_cut(report))


def _cut(report: Report) -> Iterator[Draft]:
    tables = {table.block: table for table in report.tables}
    starts = [block.span.start for block in report.document.blocks]
    for position, section in enumerate(report.sections):
        path = heading_path(report, position)
        first = max(0, bisect_right(starts, section.body.start) - 1)
        for title, run in _runs(report.document, section, first, tables):
            for group in _grouped(run):
                yield _draft(report, position, " > ".join(part for part in (path, title) if part), group)


def _draft(report: Report, position: int, path: str, group: Sequence[_Piece]) -> Draft:
    span = Span(min(piece.span.start for piece in group), max(piece.span.end for piece in group))
    text = group[0].text + "".join(("\n" if piece.opens else "") + piece.text for piece in group[1:])
    return Draft(
        section_type=report.labels[position].type,
        section_title=path,
        themes=_themes(report, span),
        page=group[0].page,
        start=span.start,
        end=span.end,
        text=text,
    )


def _themes(report: Report, span: Span) -> tuple[str, ...]:
    """Themes of the items that share words with the span, in the order of the items."""
    touching = (
        item for item in report.items if any(part.start < span.end and span.start < part.end for part in item.spans)
    )
    return tuple(dict.fromkeys(theme for item in touching for theme in item.themes))


def _runs(
    document: Document, section: Section, first: int, tables: dict[int, Table]
) -> Iterator[tuple[str, list[_Piece]]]:
    """The section's own text from block `first` on as runs (table title or "", pieces), tables apart from prose."""
    prose: list[_Piece] = []
    for position in range(first, len(document.blocks)):
        block = document.blocks[position]
        if block.span.start >= section.body.end:
            break
        if block.kind is BlockKind.TABLE and block.cells:
            if section.body.start < block.span.end:
                yield from _flushed(prose)
                table = tables.get(position)
                yield _table_title(document, table), list(_rows(document.text, block, table))
        elif block.kind is not BlockKind.FURNITURE:
            prose += _paragraph(document.text, _own(document.text, block, section), block.page)
    yield from _flushed(prose)


def _own(text: str, block: Block, section: Section) -> Span:
    """The part of a block that is the section's body, without the mark that closes a heading on the same line."""
    start, end = max(block.span.start, section.body.start), min(block.span.end, section.body.end)
    while start < end and (text[start].isspace() or text[start] in _CLOSERS):
        start += 1
    return trimmed(text, start, end)


def _flushed(prose: list[_Piece]) -> Iterator[tuple[str, list[_Piece]]]:
    if prose:
        yield "", prose.copy()
        prose.clear()


def _table_title(document: Document, table: Table | None) -> str:
    if table is None or table.title is None:
        return ""
    return joined(document.text[table.title.start : table.title.end])


def _paragraph(text: str, span: Span, page: int | None, before: str = "") -> list[_Piece]:
    """A paragraph whole, or its sentences where it is too long, each after `before`."""
    if span.start >= span.end:
        return []
    parts = [span]
    if len(joined(text[span.start : span.end])) > MOST:
        parts = [part for sentence in sentences(text, span) for part in _short(text, sentence)]
    return [
        _Piece(part, (before if n == 0 else "") + joined(text[part.start : part.end]), page, opens=n == 0)
        for n, part in enumerate(parts)
    ]


def _short(text: str, span: Span) -> Iterator[Span]:
    """A sentence in parts of at most MOST characters, cut at its clauses where it has any."""
    while len(span) > MOST:
        ends = [match.end() for match in _CLAUSE_END.finditer(text, span.start + LEAST, span.start + MOST)]
        at = ends[-1] if ends else span.start + MOST
        part = trimmed(text, span.start, at)
        if len(part):
            yield part
        span = trimmed(text, at, span.end)
    if len(span):
        yield span


def _rows(text: str, block: Block, table: Table | None) -> Iterator[_Piece]:
    """A table's rows as "项目：基本支出；年初预算数：1178.86", merged cells repeated where they reach."""
    grid = _grid(block)
    top = table.header_rows if table else 1
    top = top if top < len(grid) else 0
    names = _column_names(text, grid[:top])
    for row, cells in enumerate(grid[top:], start=top):
        bare = [len(cells) == 1 or cell.row < top for cell in cells]  # a heading does not head itself
        said = [("" if alone else names.get(cell.col, ""), cell) for cell, alone in zip(cells, bare, strict=True)]
        yield from _row(text, row, said, block.page)


def _row(text: str, row: int, said: Sequence[tuple[str, Cell]], page: int | None) -> Iterator[_Piece]:
    said = [(name, cell) for name, cell in said if text[cell.span.start : cell.span.end].strip()]
    whole = "；".join(_named(name) + joined(text[cell.span.start : cell.span.end]) for name, cell in said)
    own = [cell.span for _, cell in said if cell.row == row] or [cell.span for _, cell in said]
    if not own:
        return
    if len(whole) <= MOST:
        yield _Piece(Span(min(s.start for s in own), max(s.end for s in own)), whole, page, opens=True)
        return
    for name, cell in said:
        yield from _paragraph(text, trimmed(text, cell.span.start, cell.span.end), page, _named(name))


def _named(name: str) -> str:
    return f"{name}：" if name else ""


def _grid(block: Block) -> list[list[Cell]]:
    """The cells of each row in column order; a cell that spans rows stands in each of them."""
    rows: list[list[Cell]] = [[] for _ in range(max(cell.row + cell.rows for cell in block.cells))]
    for cell in sorted(block.cells, key=lambda cell: cell.col):
        for row in range(cell.row, cell.row + cell.rows):
            rows[row].append(cell)
    return rows


def _column_names(text: str, header: Sequence[Sequence[Cell]]) -> dict[int, str]:
    names: dict[int, list[str]] = {}
    for cell in (cell for row in header for cell in row):
        name = joined(text[cell.span.start : cell.span.end])
        for col in range(cell.col, cell.col + cell.cols):
            if name and name not in names.setdefault(col, []):
                names[col].append(name)
    return {col: "/".join(parts) for col, parts in names.items()}


def _grouped(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces in groups of LEAST to MOST characters as far as they allow, ends of paragraphs preferred."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        size = _size(groups[-1]) if groups else 0
        if not groups or size + len(piece.text) > MOST or (piece.opens and size >= LEAST):
            groups.append([])
        groups[-1].append(piece)
    if len(groups) > 1:
        groups[-2:] = _evened(groups[-2], groups[-1])
    return groups


def _evened(before: list[_Piece], last: list[_Piece]) -> list[list[_Piece]]:
    """The last two groups, the last one lengthened from the one before where it is too short."""
    if _size(last) < LEAST and _size(before) + _size(last) <= MOST:
        return [before + last]
    while _size(last) < LEAST and _size(before[:-1]) >= LEAST and _size(last) + len(before[-1].text) <= MOST:
        before, last = before[:-1], [before[-1], *last]
    return [before, last]


def _size(group: Sequence[_Piece]) -> int:
    return sum(len(piece.text) for piece in group)
