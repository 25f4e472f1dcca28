"""Which blocks stand where: by bisection, so that long documents stay quick."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from nlp.types import Block, Document, Section, Span


def blocks_within(document: Document, span: Span) -> Iterator[Block]:
    """The blocks that share a character with `span`, in order."""
    blocks = document.blocks
    for i in range(bisect_right(blocks, span.start, key=lambda b: b.span.end), len(blocks)):
        if blocks[i].span.start >= span.end:
            return
        yield blocks[i]


def page_at(document: Document, offset: int) -> int | None:
    """The page of the block at an offset; None where the format has no pages."""
    return next((block.page for block in blocks_within(document, Span(offset, offset + 1))), None)


def section_at(sections: Sequence[Section], offset: int) -> int:
    """The position of the section that holds an offset."""
    return max(0, bisect_right(sections, offset, key=lambda s: s.span.start) - 1)


def has_children(sections: Sequence[Section], i: int) -> bool:
    """Sections stand in reading order, parents first: a child follows at once."""
    return i + 1 < len(sections) and sections[i + 1].parent == i
