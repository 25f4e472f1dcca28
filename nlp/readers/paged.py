"""Pages to blocks: lines and ruled tables by their places, paragraphs and tables over page ends.

Text is written as it reads: a paragraph without its line ends, a page's footnotes, headers and footers after
the paragraph or table that the page end cuts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from nlp.readers import columns, flatruled, furniture, grid, lattice, layout, pagelines, pagetables, spaced, stitching
from nlp.readers.building import CellText, TextBuilder
from nlp.readers.lines import Line, ends_sentence, is_numbered, pattern, split_lines
from nlp.readers.page import Char, PageContent
from nlp.readers.pagelines import TextLine
from nlp.readers.pagetables import PageTable
from nlp.types import BlockKind, Box, Note

_EDGE = 0.12  # of the page's height: where headers and footers stand
_SAME_PLACE = 6.0  # points: how far a running title may wander
_SMALLER = 0.88  # times the page's usual size: a footnote is set smaller
_WIDEST = 200  # blanks before a line: a page is no wider
_MARGIN_SHARE = 0.05  # of the lines must begin at the left margin

Spaced = Mapping[int, tuple[list[CellText], int]]  # first line → cells, number of lines


@dataclass(frozen=True, slots=True)
class _Page:
    """A page taken apart: lines outside tables, tables, words that do not stand upright (watermarks)."""

    lines: tuple[TextLine, ...]
    tables: tuple[PageTable, ...]
    turned: tuple[TextLine, ...]
    width: float
    height: float
    two_columns: bool


@dataclass(frozen=True, slots=True)
class _Body:
    """What a page says, from top to bottom, the notes at its foot, and its headers and footers."""

    items: tuple[TextLine | PageTable, ...]
    footnotes: tuple[TextLine, ...]
    furniture: tuple[TextLine, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line of running text on its page."""

    line: TextLine
    page: int
    page_width: float


def write(builder: TextBuilder, contents: Iterable[PageContent]) -> int:
    """Write the blocks of these pages, one of which is in memory at a time; how many there were.

    A page without words leaves a note "no-text-on-page", one whose words make no sense "unreadable-text", a
    glyph without a meaning U+FFFD and a note "unknown-characters", pages in two columns, whose lines are read across
    both, a note "two-columns".
    """
    pages: list[_Page] = []
    for number, content in enumerate(contents, 1):
        pages.append(_taken_apart(content, number))
        builder.notes += (*content.notes, *_doubts(content, number))
    across = [str(number) for number, page in enumerate(pages, 1) if page.two_columns]
    if across:
        told = f"第 {'、'.join(across)} 页像是分两栏排版，两栏的文字按行连着读出，次序不对"
        builder.notes.append(Note("two-columns", None, f"{told}；有 .docx 原文件请添加原文件，否则请对照原件"))
    repeated = _repeated(pages)
    _Writer(builder, [_body(page, repeated) for page in pages]).write()
    if any("\ufffd" in part for part in builder.parts):
        builder.notes.append(Note("unknown-characters", None, "部分文字的字体没有字符对照表，显示为 � 的字未能识别"))
    return len(pages)


def _doubts(content: PageContent, number: int) -> Iterator[Note]:
    if any(note.code == "broken-page" for note in content.notes):
        return
    if not any(not char.text.isspace() for char in content.chars):
        yield Note("no-text-on-page", number, f"第 {number} 页没有文字层，可能是扫描图片，未能读取")
    elif not content.usable and content.pictured:
        yield Note("no-text-on-page", number, f"第 {number} 页像是扫描图片，文字层只有几个字")
    elif not content.usable:
        yield Note("unreadable-text", number, f"第 {number} 页的字体没有可用的字符对照表，文字可能无法辨认")


def _taken_apart(content: PageContent, number: int) -> _Page:
    ruled = lattice.find(content.rules)
    tables, outside = pagetables.parted(ruled, content.chars, number)
    flat, outside = flatruled.parted(lattice.outside(content.rules, ruled), outside, number)
    upright = [char for char in outside if char.upright]
    return _Page(
        lines=tuple(pagelines.lines(upright)),
        tables=(*tables, *flat),
        turned=_sideways([char for char in outside if not char.upright]),
        width=content.width,
        height=content.height,
        two_columns=columns.are_two(upright),
    )


def _sideways(chars: Sequence[Char]) -> tuple[TextLine, ...]:
    """What does not stand upright as one line, in the file's order; none where it says nothing."""
    text = "".join(char.text for char in chars).strip()
    if not text:
        return ()
    box = _around(Box(char.left, char.top, char.right, char.bottom) for char in chars)
    return (TextLine(text, box, chars[0].size),)


# --- headers and footers ----------------------------------------------------------------------------


def _repeated(pages: Sequence[_Page]) -> set[tuple[str, int]]:
    """Texts (figures made alike) and places near a page's edge that come back on other pages.

    Twice is enough in a short file, and for the outermost line of a page: left and right pages may differ.
    """
    seen: Counter[tuple[str, int]] = Counter()
    outermost: set[tuple[str, int]] = set()
    for page in pages:
        seen.update({_key(line) for line in page.lines if _at_edge(line, page.height)})
        outermost |= {_key(line) for line in page.lines[:1] + page.lines[-1:] if _may_be_title(line)}
    return {key for key, n in seen.items() if n >= 3 or (n == 2 and (len(pages) <= 4 or key in outermost))}


def _may_be_title(line: TextLine) -> bool:
    return not is_numbered(line.text) and not ends_sentence(line.text)


def _key(line: TextLine) -> tuple[str, int]:
    return furniture.alike(line.text), round(line.box.top / _SAME_PLACE)


def _at_edge(line: TextLine, height: float) -> bool:
    return line.box.bottom < _EDGE * height or line.box.top > (1 - _EDGE) * height


def _is_furniture(line: TextLine, height: float, repeated: set[tuple[str, int]]) -> bool:
    if not _at_edge(line, height):
        return False
    if any(pattern("furniture", key).match(line.text) for key in ("page_number", "bare_number")):
        return True
    text, place = _key(line)
    return any((text, place + step) in repeated for step in (-1, 0, 1))


def _body(page: _Page, repeated: set[tuple[str, int]]) -> _Body:
    edge = [_is_furniture(line, page.height, repeated) for line in page.lines]
    inner = [line for line, outer in zip(page.lines, edge, strict=True) if not outer]
    titles = [line for line, outer in zip(page.lines, edge, strict=True) if outer]
    foot = _footnotes(inner, page)
    items: list[TextLine | PageTable] = [*inner[: len(inner) - foot], *page.tables]
    items.sort(key=lambda item: item.box.top)
    return _Body(tuple(items), tuple(inner[len(inner) - foot :]), (*titles, *page.turned), page.width)


def _footnotes(lines: Sequence[TextLine], page: _Page) -> int:
    """How many lines at the end of the page are notes: in smaller letters, below all else, with a mark before them."""
    floor = max((table.box.bottom for table in page.tables), default=0.0)
    usual = _SMALLER * median([line.size for line in lines] or [0.0])
    count = next((i for i, line in enumerate(reversed(lines)) if line.size >= usual), 0)
    notes = lines[len(lines) - count :]
    marked = [i for i, line in enumerate(notes) if _is_note(line)]
    if not marked or notes[marked[0]].box.top < max(floor, page.height / 2):
        return 0
    return count - marked[0]


def _is_note(line: TextLine) -> bool:
    return pattern("furniture", "footnote").match(line.text) is not None


# --- reading order ----------------------------------------------------------------------------------


def _runs(pages: Sequence[_Body]) -> Iterator[list[_Printed] | PageTable]:
    """Lines that no table and no change of the page's width parts; tables, those cut by a page end as one."""
    run: list[_Printed] = []
    parts: list[PageTable] = []  # of one table, page by page
    for number, page in enumerate(pages, 1):
        for place, item in enumerate(page.items):
            if parts and isinstance(item, PageTable) and place == 0 and stitching.goes_on(parts[-1], item):
                parts.append(item)
                continue
            if parts:
                yield stitching.stitched(parts)
            if run and (isinstance(item, PageTable) or run[-1].page_width != page.width):
                yield run
                run = []
            parts = [item] if isinstance(item, PageTable) else []
            if isinstance(item, TextLine):
                run.append(_Printed(item, number, page.width))
    if parts:
        yield stitching.stitched(parts)
    if run:
        yield run


@dataclass(slots=True)
class _Writer:
    """Writes a document's blocks; the furniture of a page once nothing of its body is pending."""

    builder: TextBuilder
    pages: Sequence[_Body]
    written: int = 0  # pages whose furniture has been written
    size: float = 1.0  # the usual size of a character, in points
    measures: dict[float, "_Measure"] = field(default_factory=dict)  # by the page's width

    def write(self) -> None:
        """Everything, in reading order."""
        runs = list(_runs(self.pages))
        printed = [line for run in runs if not isinstance(run, PageTable) for line in run]
        if printed:
            self.size = median(p.line.size for p in printed)
        for wide in {p.page_width for p in printed}:
            self.measures[wide] = _measured([p for p in printed if p.page_width == wide], self.size)
        for run in runs:
            if isinstance(run, PageTable):
                self._furniture_before(run.page)
                self.builder.table(run.cells, run.page, run.box)
            else:
                self._lines(run)
        self._furniture_before(len(self.pages) + 1)

    def _furniture_before(self, page: int) -> None:
        for number in range(self.written + 1, page):
            for note in _grouped(self.pages[number - 1].footnotes):
                text, box = _joined([line.text for line in note]), _around(line.box for line in note)
                self.builder.paragraph(text, BlockKind.PARAGRAPH, number, box)
            for line in self.pages[number - 1].furniture:
                self.builder.paragraph(line.text, BlockKind.FURNITURE, number, line.box)
        self.written = max(self.written, page - 1)

    def _lines(self, run: Sequence[_Printed]) -> None:
        """Paragraphs, contents pages and tables without rules."""
        measure = self.measures[run[0].page_width]
        gaps = _gaps(run)
        lines = [measure.line(printed, i, gap) for i, (printed, gap) in enumerate(zip(run, gaps, strict=True))]
        contents = {line.start for group in furniture.contents(lines) for line in group}
        tables = _spaced(lines, contents)
        for group in _groups(lines, contents, tables, measure.wrap):
            at, page = group[0].start, run[group[0].start].page
            self._furniture_before(page)
            box = _around(run[line.start].line.box for line in group if line.page == page)
            if at in tables:
                self.builder.table(tables[at][0], page, box)
            else:
                kind = BlockKind.FURNITURE if at in contents else BlockKind.PARAGRAPH
                self.builder.paragraph(_joined([line.text for line in group]), kind, page, box)


# --- running text -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Measure:
    """How the lines of pages of one width are set: the left margin and the usual size in points, and the wrap."""

    margin: float
    size: float
    wrap: layout.Wrap

    def line(self, printed: _Printed, at: int, gap: int) -> Line:
        """The printed line measured in characters of the usual size; `at` is its place in its run."""
        return _line(printed, at, gap, self.margin, self.size)


def _measured(printed: Sequence[_Printed], size: float) -> _Measure:
    lefts = Counter(round(p.line.box.left) for p in printed)
    common = [left for left, times in lefts.items() if times >= max(2.0, _MARGIN_SHARE * len(printed))]
    margin = float(min(common or lefts))
    probe = [_line(p, i, 0, margin, size) for i, p in enumerate(printed)]
    rights = sorted(line.right for line in probe)
    across = (printed[0].page_width - 2 * margin) / size
    right = max(rights[int(0.95 * (len(rights) - 1))], 0.75 * across)
    return _Measure(margin, size, layout.measured(probe, right, size))


def _line(printed: _Printed, at: int, gap: int, margin: float, size: float) -> Line:
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


def _groups(lines: Sequence[Line], contents: set[int], tables: Spaced, wrap: layout.Wrap) -> Iterator[Sequence[Line]]:
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
    """1 where the distance to the line before is larger than between the lines of a paragraph in their size."""
    pitches = [b.line.box.bottom - a.line.box.bottom if a.page == b.page else 0.0 for a, b in pairwise(run)]
    usual = median([pitch for pitch in pitches if pitch] or [0.0])
    size = median(p.line.size for p in run)
    larger = [max(1.0, min(a.line.size, b.line.size) / size) for a, b in pairwise(run)]
    return [0, *(int(pitch > 1.5 * usual * scale) for pitch, scale in zip(pitches, larger, strict=True))]


def _grouped(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines of each footnote."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and not _is_note(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _around(boxes: Iterable[Box]) -> Box:
    held = list(boxes)
    left, top = min(b.left for b in held), min(b.top for b in held)
    return Box(left, top, max(b.right for b in held), max(b.bottom for b in held))


def _joined(texts: Sequence[str]) -> str:
    """Lines as one: a space only between Latin words."""
    parts = [texts[0]]
    for before, text in pairwise(texts):
        latin = before[-1].isascii() and before[-1].isalpha() and text[0].isascii() and text[0].isalpha()
        parts.append((" " if latin else "") + text)
    return "".join(parts)


def _spaced(lines: Sequence[Line], contents: set[int]) -> Spaced:
    """Tables without rules, by the first line; lines of a contents page are none.

    The lines are set in a text of fixed width, where columns line up as on the page.
    """
    shown = (
        "" if line.start in contents else " " * min(max(0, round(2 * line.indent)), _WIDEST) + line.text
        for line in lines
    )
    text = "\n".join(shown)
    found: dict[int, tuple[list[CellText], int]] = {}
    for table in spaced.find(text, split_lines(text)):
        if table.banners:
            continue
        first = text.count("\n", 0, table.span.start)
        placed = grid.cells(text, table.rows)
        cells = [CellText(c.row, c.col, c.rows, c.cols, text[c.span.start : c.span.end]) for c in placed]
        found[first] = (cells, text.count("\n", table.span.start, table.span.end) + 1)
    return found
