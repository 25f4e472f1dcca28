"""PDF with a text layer: lines and ruled tables by their places, paragraphs and tables over page ends.

Text is written as it reads: a paragraph without its line ends, a page's headers and footers after
the paragraph or table that the page end cuts.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from nlp.readers import furniture, grid, lattice, layout, pdfpage, pdftext, spaced
from nlp.readers.building import CellText, TextBuilder
from nlp.readers.limits import Limits
from nlp.readers.lines import Line, pattern, split_lines
from nlp.readers.pdfpage import PageContent
from nlp.readers.pdftext import TextLine
from nlp.types import BlockKind, Box, Document, Note

_EDGE = 0.12  # of the page's height: where headers and footers stand
_SAME_PLACE = 6.0  # points


@dataclass(frozen=True, slots=True)
class _Table:
    """A table's cells, and what a table on the next page must look like to go on with it."""

    cells: tuple[CellText, ...]
    rows: int
    columns: tuple[float, ...]
    box: Box
    page: int


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line of running text on its page."""

    line: TextLine
    page: int
    page_width: float


@dataclass(frozen=True, slots=True)
class _Page:
    """A page taken apart: its body in reading order, its headers and footers."""

    items: tuple[TextLine | _Table, ...]
    furniture: tuple[str, ...]
    width: float


def read_pdf(data: bytes, name: str, limits: Limits) -> Document:
    """A PDF. Pages without text get a note "no-text-on-page"; BrokenFile, EncryptedFile, TooLarge as they are."""
    builder = TextBuilder(name, limits)
    contents: list[_Page] = []
    raw = [_taken_apart(content, number) for number, content in enumerate(pdfpage.pages(data, name, limits), 1)]
    repeated = _repeated([(lines, height) for lines, _, _, height, _ in raw])
    for number, (lines, tables, turned, height, wide) in enumerate(raw, 1):
        if not lines and not tables:
            builder.notes.append(Note("no-text-on-page", number, f"第 {number} 页没有文字层,可能是扫描图片,未能读取"))
        contents.append(_sorted(lines, tables, turned, repeated, height, wide))
    _write(builder, contents)
    if any("\ufffd" in part for part in builder.parts):
        builder.notes.append(Note("unknown-characters", None, "部分文字的字体没有字符对照表,显示为 � 的字未能识别"))
    return builder.document(data, "pdf", len(contents))


def _taken_apart(content: PageContent, page: int) -> tuple[list[TextLine], list[_Table], list[str], float, float]:
    """Lines outside tables, tables, text that is not upright (watermarks); the page's height and width."""
    ruled = lattice.find(content.rules)
    inside: dict[int, list[pdfpage.Char]] = defaultdict(list)
    outside: list[pdfpage.Char] = []
    for char in content.chars:
        at = next((i for i, table in enumerate(ruled) if _holds(table.box, char)), None)
        (outside if at is None else inside[at]).append(char)
    tables = [_table(table, inside[i], page) for i, table in enumerate(ruled) if inside[i]]
    turned = "".join(char.text for char in outside if not char.upright).strip()
    lines = pdftext.lines(char for char in outside if char.upright)
    return lines, tables, [turned] if turned else [], content.height, content.width


def _holds(box: Box, char: pdfpage.Char) -> bool:
    return box.left <= (char.left + char.right) / 2 <= box.right and box.top <= char.middle <= box.bottom


def _table(ruled: lattice.RuledTable, chars: Iterable[pdfpage.Char], page: int) -> _Table:
    owner = {
        (cell.row + r, cell.col + c): i
        for i, cell in enumerate(ruled.cells)
        for r in range(cell.rows)
        for c in range(cell.cols)
    }
    held: dict[int, list[pdfpage.Char]] = defaultdict(list)
    for char in chars:
        held[owner[ruled.place((char.left + char.right) / 2, char.middle)]].append(char)
    cells = tuple(
        CellText(cell.row, cell.col, cell.rows, cell.cols, _cell_text(held[i])) for i, cell in enumerate(ruled.cells)
    )
    return _Table(cells, len(ruled.ys) - 1, ruled.xs, ruled.box, page)


def _cell_text(chars: Sequence[pdfpage.Char]) -> str:
    turned = "".join(char.text for char in chars if not char.upright)
    return "\n".join([*(line.text for line in pdftext.lines(c for c in chars if c.upright)), *filter(None, [turned])])


# --- headers and footers --------------------------------------------------------------------------


def _repeated(pages: Sequence[tuple[Sequence[TextLine], float]]) -> set[tuple[str, int]]:
    """Texts (figures made alike) and places near a page's edge that come back on other pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for lines, height in pages:
        seen.update({_key(line) for line in lines if _at_edge(line, height)})
    return {key for key, times in seen.items() if times >= 3 or (times == 2 and len(pages) <= 4)}


def _key(line: TextLine) -> tuple[str, int]:
    return furniture.alike(line.text), round(line.box.top / _SAME_PLACE)


def _at_edge(line: TextLine, height: float) -> bool:
    return line.box.bottom < _EDGE * height or line.box.top > (1 - _EDGE) * height


def _is_furniture(line: TextLine, height: float, repeated: set[tuple[str, int]]) -> bool:
    if not _at_edge(line, height):
        return False
    key, place = _key(line)
    number = pattern("furniture", "page_number").match(line.text) or pattern("furniture", "bare_number").match(
        line.text
    )
    return bool(number) or any((key, place + step) in repeated for step in (-1, 0, 1))


def _sorted(
    lines: Sequence[TextLine],
    tables: Sequence[_Table],
    turned: Sequence[str],
    repeated: set[tuple[str, int]],
    height: float,
    wide: float,
) -> _Page:
    edge = [line for line in lines if _is_furniture(line, height, repeated)]
    body: list[TextLine | _Table] = [line for line in lines if line not in edge]
    body = sorted([*body, *tables], key=lambda item: item.box.top)
    return _Page(tuple(body), (*(line.text for line in edge), *turned), wide)


# --- reading order ----------------------------------------------------------------------------------


def _write(builder: TextBuilder, pages: Sequence[_Page]) -> None:
    """Runs of lines and tables in order; a page's furniture once nothing of its body is pending."""
    printed = [
        _Printed(item, number, page.width)
        for number, page in enumerate(pages, 1)
        for item in page.items
        if isinstance(item, TextLine)
    ]
    size = median(p.line.size for p in printed) if printed else 1.0
    measures = {w: _measure([p for p in printed if p.page_width == w], size) for w in {p.page_width for p in printed}}
    written = 0
    for run in _runs(pages):
        first = run.page if isinstance(run, _Table) else run[0].page
        written = _write_furniture(builder, pages, written, first - 1)
        if isinstance(run, _Table):
            builder.table(run.cells, run.page, run.box)
        else:
            written = _write_lines(builder, run, measures[run[0].page_width], size, pages, written)
    _write_furniture(builder, pages, written, len(pages))


def _write_furniture(builder: TextBuilder, pages: Sequence[_Page], written: int, upto: int) -> int:
    """Headers and footers of the pages after `written` up to `upto`; what has been written then."""
    for page in range(written, upto):
        for text in pages[page].furniture:
            builder.paragraph(text, BlockKind.FURNITURE, page + 1)
    return max(written, upto)


def _runs(pages: Sequence[_Page]) -> Iterator[list[_Printed] | _Table]:
    """Lines that no table and no change of the page's width parts; tables, those cut by a page end as one."""
    run: list[_Printed] = []
    table: _Table | None = None
    for number, page in enumerate(pages, 1):
        for place, item in enumerate(page.items):
            if isinstance(item, TextLine):
                if table is not None:
                    yield table
                    table = None
                if run and run[-1].page_width != page.width:
                    yield run
                    run = []
                run.append(_Printed(item, number, page.width))
                continue
            if run:
                yield run
                run = []
            goes_on = table is not None and place == 0 and _same_columns(table, item)
            if table is not None and not goes_on:
                yield table
            table = _stitched(table, item) if table is not None and goes_on else item
    if run:
        yield run
    if table is not None:
        yield table


def _same_columns(above: _Table, below: _Table) -> bool:
    pairs = zip(above.columns, below.columns, strict=False)
    return len(above.columns) == len(below.columns) and all(abs(a - b) <= _SAME_PLACE for a, b in pairs)


def _stitched(above: _Table, below: _Table) -> _Table:
    """One table of both: a leading cell left empty at the page's top is the rest of the one above."""
    first = sorted((cell for cell in below.cells if cell.row == 0), key=lambda cell: cell.col)
    rest: list[CellText] = []
    for cell in first:
        if cell.text.strip() or cell is first[-1]:
            break
        rest.append(cell)
    cells = list(above.cells)
    for cell in rest:
        at = next((i for i, c in enumerate(cells) if _reaches(c, cell, above.rows)), None)
        if at is None:
            rest = rest[: rest.index(cell)]
            break
        cells[at] = replace(cells[at], rows=cells[at].rows + cell.rows)
    cells += [replace(cell, row=cell.row + above.rows) for cell in below.cells if cell not in rest]
    return replace(above, cells=tuple(cells), rows=above.rows + below.rows)


def _reaches(cell: CellText, below: CellText, rows: int) -> bool:
    return (
        cell.col == below.col and cell.cols == below.cols and cell.row + cell.rows == rows and bool(cell.text.strip())
    )


# --- running text -------------------------------------------------------------------------------------


def _measure(printed: Sequence[_Printed], size: float) -> tuple[float, layout.Wrap]:
    """The left margin in points and the measure of the lines, in widths of a character of the usual size."""
    margin = min(p.line.box.left for p in printed)
    page_width = printed[0].page_width
    probe = [_line(p, i, margin, size, 0) for i, p in enumerate(printed)]
    rights = sorted(line.right for line in probe)
    right = max(rights[int(0.95 * (len(rights) - 1))], 0.75 * (page_width - 2 * margin) / size)
    return margin, layout.measured(probe, right, size)


def _line(printed: _Printed, at: int, margin: float, size: float, gap: int) -> Line:
    box = printed.line.box
    return Line(
        start=at,
        end=at + 1,
        text=printed.line.text,
        indent=(box.left - margin) / size,
        right=(box.right - margin) / size,
        gap=gap,
        page=printed.page,
        size=printed.line.size,
    )


def _write_lines(
    builder: TextBuilder,
    run: Sequence[_Printed],
    measure: tuple[float, layout.Wrap],
    size: float,
    pages: Sequence[_Page],
    written: int,
) -> int:
    """Paragraphs, contents pages and tables set with spaces; the last page whose furniture has been written."""
    margin, wrap = measure
    lines = [_line(p, i, margin, size, gap) for i, (p, gap) in enumerate(zip(run, _gaps(run), strict=True))]
    contents = {line.start for group in furniture.contents(lines) for line in group}
    tables = _spaced(run, margin, size)
    for group in _groups(lines, contents, tables, wrap):
        at, page = group[0].start, run[group[0].start].page
        written = _write_furniture(builder, pages, written, page - 1)
        box = _around(run[line.start].line.box for line in group if line.page == page)
        if at in tables:
            builder.table(tables[at][0], page, box)
        else:
            kind = BlockKind.FURNITURE if at in contents else BlockKind.PARAGRAPH
            builder.paragraph(_joined([line.text for line in group]), kind, page, box)
    return written


def _groups(
    lines: Sequence[Line], contents: set[int], tables: Mapping[int, tuple[list[CellText], int]], wrap: layout.Wrap
) -> Iterator[Sequence[Line]]:
    """The lines of each block in order: a table's, one of a contents page, a paragraph's."""
    free: list[Line] = []
    at = 0
    while at < len(lines):
        count = tables[at][1] if at in tables else int(at in contents)
        if count:
            yield from layout.paragraphs(free, wrap)
            free = []
            yield lines[at : at + count]
        else:
            free.append(lines[at])
        at += count or 1
    yield from layout.paragraphs(free, wrap)


def _gaps(run: Sequence[_Printed]) -> list[int]:
    """1 where the distance to the line before is larger than between the lines of a paragraph."""
    pitches = [b.line.box.bottom - a.line.box.bottom for a, b in itertools.pairwise(run) if a.page == b.page]
    usual = median(pitches) if pitches else 0.0
    gaps = [0]
    for a, b in itertools.pairwise(run):
        gaps.append(int(a.page == b.page and b.line.box.bottom - a.line.box.bottom > 1.5 * usual))
    return gaps


def _around(boxes: Iterable[Box]) -> Box:
    held = list(boxes)
    return Box(
        min(b.left for b in held), min(b.top for b in held), max(b.right for b in held), max(b.bottom for b in held)
    )


def _joined(texts: Sequence[str]) -> str:
    """Lines as one: a space only between Latin words."""
    joined = texts[0]
    for text in texts[1:]:
        latin = joined[-1].isascii() and joined[-1].isalpha() and text[0].isascii() and text[0].isalpha()
        joined += (" " if latin else "") + text
    return joined


def _spaced(run: Sequence[_Printed], margin: float, size: float) -> dict[int, tuple[list[CellText], int]]:
    """Tables without rules, by the first line: their cells and how many lines they take.

    The lines are set in a text of fixed width, where columns line up as on the page.
    """
    rendered: list[str] = []
    for printed in run:
        indent = round(2 * (printed.line.box.left - margin) / size)
        rendered.append(" " * max(0, indent) + printed.line.text)
    text = "\n".join(rendered)
    lines = split_lines(text)
    found = {}
    for table in spaced.find(text, lines):
        first = text.count("\n", 0, table.span.start)
        count = text.count("\n", table.span.start, table.span.end) + 1
        if table.banners:
            continue
        placed = grid.cells(text, table.rows)
        cells = [CellText(c.row, c.col, c.rows, c.cols, text[c.span.start : c.span.end]) for c in placed]
        found[first] = (cells, count)
    return found
