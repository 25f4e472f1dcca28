"""The self-evaluations in a file: by far most often the file is one; sometimes it holds several, or one as an annex.

Titles say where a report may begin (nlp.openings), the sections below them whether it is one, and the numbering of
the surrounding file where it goes on behind it. Where any of this is in doubt nothing is cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.blocks import blocks_within
from nlp.flow import flow
from nlp.knowledge import load
from nlp.labels import label, own_text
from nlp.openings import Line, Title, is_contents, lines_of, pattern, starts_anew, titles, with_lines_above
from nlp.outline import outline
from nlp.types import Block, BlockKind, Cell, Document, Part, Span

_HEAD = 12  # lines among which a file's own title stands
_SHORT = 60  # characters of a line that can be a heading of the surrounding file
_NAMED = 3  # of what is left aside, as many are named
_COVER_PROSE = 300  # between a report's cover and the repetition of its title


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines [start, end) that are a report; `title` is None where it has no name of its own."""

    start: int
    end: int
    title: Title | None
    chapter: bool = False


@dataclass(frozen=True, slots=True)
class Substance:
    """What a stretch of a document holds: its section types that have text, and characters of prose."""

    types: frozenset[str]
    prose: int

    @property
    def is_report(self) -> bool:
        """Enough sections of a self-evaluation."""
        known = self.types & set(load("parts")["structure"]["types"])
        return len(known) >= _least("least") and bool(known & _types("core")) and self.prose >= _least("prose")

    @property
    def is_verdict(self) -> bool:
        """A self-evaluation that names problems or measures: what even a text without a title of its own may be."""
        return self.is_report and bool(self.types & _types("verdict")) and len(self.types & _types("core")) >= 2


def parts(document: Document) -> tuple[Document, ...]:
    """The self-evaluations of a file in reading order; the document itself where it is one, or where none is found."""
    lines = lines_of(document)
    if _is_plain(document, lines):
        return (document,)
    stretches = _reports(document, lines) or _chapter(document, lines)
    if not stretches or _fills(document, lines, stretches):
        return (document,)
    return tuple(_cut(document, lines, stretches))


def other_matter(document: Document) -> str | None:
    """The title of a file that calls itself something else (通知, 办法, 决算) and in which no report is found."""
    if document.part is not None:
        return None
    lines = lines_of(document)
    title = _other_title(document, lines)
    return title if title is not None and not _reports(document, lines) else None


def _least(key: str) -> int:
    return int(load("parts")["structure"][key])


def _types(key: str) -> set[str]:
    return set(load("parts")["structure"][key])


def _is_plain(document: Document, lines: Sequence[Line]) -> bool:
    """One title, and nothing of weight before it: known without a look at what follows. By far the usual file."""
    starters = _starters(lines, titles(lines))
    return len(starters) == 1 and not _is_matter(document, lines, 0, starters[0].first)


def _starters(lines: Sequence[Line], found: Sequence[Title]) -> list[Title]:
    return [title for title, end in _until_next(found, len(lines)) if starts_anew(lines, title, end)]


def _reports(document: Document, lines: Sequence[Line]) -> list[Stretch]:
    """Verified reports, each up to the next one or to where the surrounding file goes on."""
    found = titles(lines)
    starters = _starters(lines, found)
    verified = [t for t, end in _until_next(starters, len(lines)) if _holds_report(document, lines, t.first, end)]
    starts = [_start(lines, found, t, verified) for t in verified]
    whole: list[tuple[int, Title | None]] = list(zip(starts, verified, strict=True))
    if not whole:
        return []
    larger = len(whole) > 1
    if _is_matter(document, lines, 0, whole[0][0]):
        larger = True
        if _is_untitled_report(document, lines, whole[0][0]):
            whole.insert(0, (0, None))
    ends = [*(start for start, _ in whole[1:]), len(lines)]
    return [
        Stretch(start, _end(lines, start, title, end) if larger else end, title)
        for (start, title), end in zip(whole, ends, strict=True)
    ]


def _until_next(found: Sequence[Title], last: int) -> Iterator[tuple[Title, int]]:
    """Titles with the line at which the next one begins."""
    for i, title in enumerate(found):
        yield title, found[i + 1].first if i + 1 < len(found) else last


def _start(lines: Sequence[Line], found: Sequence[Title], title: Title, verified: Sequence[Title]) -> int:
    """The line a report begins at: its cover, where the title stands there too and little is between."""
    floor = max((t.last + 1 for t in verified if t.first < title.first), default=0)
    first = title.first
    for cover in reversed([t for t in found if floor <= t.first < title.first]):
        if cover.numbered or not _one_name(cover.name, title.name) or not _is_cover(lines[cover.last + 1 : first]):
            break
        first = cover.first
    return with_lines_above(lines, first, floor)


def _is_cover(between: Sequence[Line]) -> bool:
    """Lines between a title and its repetition that may be those of a cover: no headings but in a contents page."""
    listed = any(is_contents(line) for line in between)
    headed = any(line.counted is not None for line in between)
    return (listed or not headed) and _prose(between, 0, len(between)) <= _COVER_PROSE


def _one_name(cover: str, title: str) -> bool:
    """A cover and a first page speak of one report: one name holds the other's last words."""
    return cover in title or title in cover


def _holds_report(document: Document, lines: Sequence[Line], start: int, end: int) -> bool:
    return _substance(document, _span(document, lines, start, end)).is_report


def _is_matter(document: Document, lines: Sequence[Line], start: int, end: int) -> bool:
    """Lines that are more than a cover or a contents page: numbered headings with prose, or a notice with headings."""
    if not any(line.counted is not None and line.counted.family.strong for line in lines[start:end]):
        return False
    return _prose(lines, start, end) >= _least("matter") or _other_title(document, lines[start:end]) is not None


def _is_untitled_report(document: Document, lines: Sequence[Line], end: int) -> bool:
    if _other_title(document, lines[:end]) is not None:
        return False
    return _substance(document, _span(document, lines, 0, end)).is_verdict


def _prose(lines: Sequence[Line], start: int, end: int) -> int:
    """Characters of the lines that are sentences."""
    return sum(len(line.text) for line in lines[start:end] if "。" in line.text or len(line.text) > _SHORT)


def _end(lines: Sequence[Line], start: int, title: Title | None, limit: int) -> int:
    """The line before `limit` at which the surrounding file goes on; `limit` where the report goes so far."""
    opening = range(start, title.last + 1 if title else start)
    outer = {m.family.name: m.value for m in (lines[i].number for i in opening) if m is not None}
    own = next((line.counted for line in lines[opening.stop : limit] if line.counted is not None), None)
    value = 0
    for i in range(opening.stop, limit):
        number = lines[i].counted
        if own is not None and number is not None and number.family is own.family and number.value == value + 1:
            value = number.value
        elif _goes_on(lines, i, limit, outer, own.family.name if own else "", value):
            return i - int(i > opening.stop and _is_bare_annex(lines[i - 1]))
    return limit


def _is_bare_annex(line: Line) -> bool:
    return line.number is not None and line.number.family.name == "attachment" and not line.words


def _goes_on(lines: Sequence[Line], i: int, limit: int, outer: dict[str, int], family: str, value: int) -> bool:
    """Line i belongs to the surrounding file: its next annex, its next chapter, a glossary, a table of the accounts."""
    line = lines[i]
    if len(line.text) > _SHORT:
        return False
    if line.number is not None and line.number.family.name == "attachment":
        after = lines[i + 1].text if i + 1 < limit else ""
        own = pattern("surrounding", "own_annex").search(line.text + after)
        follows = bool(outer.get("attachment")) and line.number.value == outer["attachment"] + 1
        if follows and not own:
            return True
        if follows:
            outer["attachment"] = line.number.value
    if line.number is not None and line.number.family.name == "part" and (family != "part" or not line.words):
        return True
    if not pattern("surrounding", "beyond").search(line.words):
        return False
    later = (x.counted for x in lines[i + 1 : limit] if x.counted is not None)
    return not any(n.family.name == family and n.value == value + 1 for n in later)


def _chapter(document: Document, lines: Sequence[Line]) -> list[Stretch]:
    """The chapter of a 部门决算 that speaks of the evaluation, where it is as good as a report."""
    head = _other_title(document, lines)
    if head is None or not pattern("surrounding", "accounts").search(head):
        return []
    for i, line in enumerate(lines):
        if line.counted is None or not pattern("surrounding", "chapter").search(line.words):
            continue
        end = _chapter_end(lines, i)
        found = _substance(document, _span(document, lines, i + 1, end))
        if found.is_verdict and found.prose >= _least("chapter"):
            return [Stretch(i + 1, end, None, chapter=True)]  # its sections are read as those of a report of its own
    return []


def _chapter_end(lines: Sequence[Line], start: int) -> int:
    own = lines[start].counted
    assert own is not None
    for i in range(start + 1, len(lines)):
        number = lines[i].number
        beyond = len(lines[i].text) <= _SHORT and pattern("surrounding", "beyond").search(lines[i].words)
        if beyond or (number is not None and _closes(number.family.name, number.value, own.family.name, own.value)):
            return i
    return len(lines)


def _closes(family: str, value: int, own_family: str, own_value: int) -> bool:
    return family in ("part", "attachment") or (family == own_family and value == own_value + 1)


def _other_title(document: Document, lines: Sequence[Line]) -> str | None:
    """The line of the head, or the file's name, that calls the file something that is no report."""
    head: list[str] = []
    for line in lines[:_HEAD]:
        if line.counted is not None or is_contents(line) or len(line.text) > _SHORT:
            break
        head.append(line.text)
    if titles(lines[: len(head)]):
        return None
    for text in (*head, document.name.rpartition(".")[0]):
        if pattern("surrounding", "accounts").search(text) or pattern("surrounding", "other").search(text):
            return text
    return None


def _span(document: Document, lines: Sequence[Line], start: int, end: int) -> Span:
    """The text from line `start` to line `end`; the file's last character where there is no such line."""
    blocks = document.blocks
    begin = blocks[lines[start].block].span.start if start < len(lines) else len(document.text)
    return Span(begin, blocks[lines[end].block].span.start if end < len(lines) else len(document.text))


def _substance(document: Document, span: Span) -> Substance:
    flowing = flow(_slice(document, span)).document
    sections = outline(flowing)
    texts = [own_text(flowing, section) for section in sections]
    marks = label(flowing, sections)
    long = {mark.type for mark, text in zip(marks, texts, strict=True) if len(text) >= _least("section")}
    return Substance(frozenset(long), sum(map(len, texts)))


def _fills(document: Document, lines: Sequence[Line], stretches: Sequence[Stretch]) -> bool:
    """One report, and nothing beside it that would be a matter of its own."""
    if len(stretches) > 1 or stretches[0].chapter:
        return False
    return not _aside(document, lines, stretches)


def _gaps(lines: Sequence[Line], stretches: Sequence[Stretch]) -> list[tuple[int, int]]:
    ends = [0, *(stretch.end for stretch in stretches)]
    starts = [*(stretch.start for stretch in stretches), len(lines)]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if start > end]


def _aside(document: Document, lines: Sequence[Line], stretches: Sequence[Stretch]) -> tuple[str, ...]:
    """What no report took, named by its first line and its pages; a cover or a contents page is not worth it."""
    gaps = [g for g in _gaps(lines, stretches) if _is_worth_naming(document, lines, *g)]
    named = [_named(document, lines, start, end) for start, end in gaps[:_NAMED]]
    return (*named, f"等 {len(gaps)} 处") if len(gaps) > _NAMED else tuple(named)


def _is_worth_naming(document: Document, lines: Sequence[Line], start: int, end: int) -> bool:
    if start == 0 and not _is_matter(document, lines, start, end):
        return False
    span = _span(document, lines, start, end)
    return sum(len(b.span) for b in blocks_within(document, span) if b.kind is not BlockKind.FURNITURE) >= _least(
        "aside"
    )


def _named(document: Document, lines: Sequence[Line], start: int, end: int) -> str:
    pages = _pages(document, _span(document, lines, start, end))
    words, title = lines[start].text, _other_title(document, lines[start:end])
    if title is not None and title not in words and any(line.text == title for line in lines[start:end]):
        words += title
    elif _is_bare_annex(lines[start]) and start + 1 < end:
        words += lines[start + 1].text
    return f"“{words[:40]}”" + (f"（{pages_said(pages)}）" if pages else "")


def pages_said(pages: tuple[int, int]) -> str:
    """第3页, 第3—5页."""
    first, last = pages
    return f"第{first}页" if first == last else f"第{first}—{last}页"


def _cut(document: Document, lines: Sequence[Line], stretches: Sequence[Stretch]) -> Iterator[Document]:
    aside = _aside(document, lines, stretches)
    for number, stretch in enumerate(stretches, 1):
        span = _span(document, lines, stretch.start, stretch.end)
        part = Part(number, len(stretches), _pages(document, span), _name(lines, stretch), aside, stretch.chapter)
        cut = _slice(_with_title(document, lines, stretch), span)
        yield replace(cut, id=f"{document.id}-{number}", part=part)


def _with_title(document: Document, lines: Sequence[Line], stretch: Stretch) -> Document:
    """The document, the report's title a paragraph where the reader took it for a running title."""
    if stretch.title is None:
        return document
    named = {line.block for line in lines[stretch.title.first : stretch.title.last + 1]}
    blocks = (
        replace(block, kind=BlockKind.PARAGRAPH) if i in named and block.kind is BlockKind.FURNITURE else block
        for i, block in enumerate(document.blocks)
    )
    return replace(document, blocks=tuple(blocks))


def _name(lines: Sequence[Line], stretch: Stretch) -> str:
    """The report's title with what stands above it; a chapter's heading; the first line of a report without title."""
    if stretch.title is None:
        return lines[stretch.start - int(stretch.chapter)].text[:_SHORT]
    first, name = stretch.title.first, stretch.title.name
    above = lines[with_lines_above(lines, first, stretch.start) : first]
    return "".join(line.text for line in above if not _is_bare_annex(line)) + name


def _pages(document: Document, span: Span) -> tuple[int, int] | None:
    pages = [block.page for block in blocks_within(document, span) if block.page is not None]
    return (min(pages), max(pages)) if pages else None


def _slice(document: Document, span: Span) -> Document:
    """The document's text in `span` with its blocks, and the notes of its pages and of no page."""
    blocks = tuple(_shifted(block, span.start) for block in blocks_within(document, span))
    pages = _pages(document, span)
    notes = tuple(n for n in document.notes if n.page is None or pages is None or pages[0] <= n.page <= pages[1])
    return replace(document, text=document.text[span.start : span.end], blocks=blocks, notes=notes)


def _shifted(block: Block, by: int) -> Block:
    def moved(span: Span) -> Span:
        return Span(span.start - by, span.end - by)

    cells = tuple(Cell(c.row, c.col, c.rows, c.cols, moved(c.span)) for c in block.cells)
    return replace(block, span=moved(block.span), cells=cells)
