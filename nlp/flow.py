"""The document as it would read without line breaks inside paragraphs, and the way back.

A number, a word, a heading may be broken over lines and pages (48\\n.6岁), with a page number
between. The steps of understanding therefore read a copy of the document in which the breaks
inside its blocks are gone; what they find is carried back to spans of the document itself.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.text import FLATTENED, STRAY, line_break, page_numbers, stray_blanks
from nlp.types import Block, BlockKind, Cell, Claim, Document, Evidence, Finding, Item, Section, Span, Table

_FLOWING = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION)


@dataclass(frozen=True, slots=True)
class Flow:
    """`document` without the breaks: stretch i begins at `here[i]`, and at `there[i]` in the original."""

    document: Document
    here: tuple[int, ...]
    there: tuple[int, ...]

    def offset(self, at: int) -> int:
        """Where a character of the flowing text stands in the original."""
        i = bisect_right(self.here, at) - 1
        return self.there[i] + at - self.here[i]

    def inner(self, span: Span) -> Span:
        """A stretch of characters carried back; a break behind its last character is not part of it."""
        if span.start == span.end:
            return Span(self.offset(span.start), self.offset(span.start))
        return Span(self.offset(span.start), self.offset(span.end - 1) + 1)

    def outer(self, span: Span) -> Span:
        """A stretch whose end is the beginning of what follows: sections partition both texts."""
        return Span(self.offset(span.start), self.offset(span.end))


def flow(document: Document) -> Flow:
    """The document with the breaks inside its paragraphs, headings and captions taken out."""
    pieces: list[str] = []
    here, there, size, at = [0], [0], 0, 0
    stray, flattened = are_stray(document), any(note.code == FLATTENED for note in document.notes)
    for block in document.blocks:
        if block.kind not in _FLOWING:
            continue
        for gap in _gaps(document.text, block.span, stray, flattened):
            pieces.append(document.text[at : gap.start])
            size += gap.start - at
            at = gap.end
            here.append(size)
            there.append(at)
    pieces.append(document.text[at:])
    if len(here) == 1:
        return Flow(document, (0,), (0,))
    return Flow(_shifted(document, "".join(pieces), here, there), tuple(here), tuple(there))


def are_stray(document: Document) -> bool:
    """Whether the reader found that blanks stand inside the words of the document."""
    return STRAY in document.meta


def _gaps(text: str, span: Span, stray: bool, flattened: bool) -> Iterable[Span]:
    """What parts nothing inside a block, in order and disjoint."""
    if stray:
        return stray_blanks(text, span.start, span.end)
    breaks = list(_breaks(text, span))
    if not flattened:
        return breaks
    pages = [p for p in page_numbers(text, span.start, span.end) if span.start < p.start and p.end < span.end]
    kept = [p for p in pages if not any(b.start < p.end and p.start < b.end for b in breaks)]
    return sorted([*breaks, *kept])


def _breaks(text: str, span: Span) -> Iterator[Span]:
    """The breaks between the lines of a block, without the blank that stays between Latin words."""
    for match in line_break().finditer(text, span.start, span.end):
        if match.end() == span.end or (match.start() == span.start and match[0].isspace()):
            continue
        apart = _between_words(text, match)
        if apart and not match[0][0].isspace():
            continue  # &nbsp; holds no blank that could stay
        yield Span(match.start() + int(apart), match.end())


def _between_words(text: str, match: re.Match[str]) -> bool:
    """A break between Latin words is the space between them."""
    before, after = text[max(0, match.start() - 1)], text[match.end()]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


def _shifted(document: Document, text: str, here: Sequence[int], there: Sequence[int]) -> Document:
    """The document's blocks over the flowing text. Blocks begin and end at characters that are kept."""

    def inward(at: int) -> int:
        i = bisect_right(there, at) - 1
        return here[i] + at - there[i]

    def moved(span: Span) -> Span:
        return (
            Span(inward(span.start), inward(span.end - 1) + 1) if span else Span(inward(span.start), inward(span.start))
        )

    def block(b: Block) -> Block:
        cells = tuple(Cell(c.row, c.col, c.rows, c.cols, moved(c.span)) for c in b.cells)
        return replace(b, span=moved(b.span), cells=cells)

    return replace(document, text=text, blocks=tuple(block(b) for b in document.blocks))


def sections_back(found: Flow, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Sections over the original text; what was taken out before the first belongs to it."""
    back = []
    for section in sections:
        span = found.outer(section.span) if section.span.start else Span(0, found.outer(section.span).end)
        body = Span(min(span.end, found.offset(section.body.start)), span.end)
        back.append(replace(section, title=found.inner(section.title), span=span, body=body))
    return tuple(back)


def items_back(found: Flow, items: Sequence[Item]) -> tuple[Item, ...]:
    """Items over the original text."""
    return tuple(
        replace(x, spans=tuple(map(found.inner, x.spans)), cause=tuple(map(found.inner, x.cause))) for x in items
    )


def claims_back(found: Flow, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims over the original text."""
    return tuple(
        replace(c, context=found.inner(c.context), quantity=replace(c.quantity, span=found.inner(c.quantity.span)))
        for c in claims
    )


def tables_back(found: Flow, tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables over the original text."""
    return tuple(replace(t, title=found.inner(t.title) if t.title else None) for t in tables)


def findings_back(found: Flow, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings whose evidence stands in the original text."""
    return tuple(
        replace(f, evidence=tuple(Evidence(found.inner(e.span), found.inner(e.context)) for e in f.evidence))
        for f in findings
    )
