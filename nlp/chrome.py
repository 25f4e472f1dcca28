"""What a site prints around a report that was saved with its page: furniture, as page headers are.

A report that was copied from a page keeps the catalogue card, the path, the line with source and date above its
text, and the controls below it. Their dates and names are the site's: a reader passes over them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from nlp.knowledge import load
from nlp.text import fold
from nlp.types import BlockKind, Document

_HEAD, _TAIL = 60, 12  # blocks at either end of a document among which a site's lines stand
_LONGEST = 200  # characters of one
_PROSE = 60  # characters from which a line with a full stop is the report's own text
_READ = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION)
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,2}[、.．]|第[一二三四五六七八九十]{1,2}[部章]|[(（][一二三][)）]")


@cache
def _pattern(where: str) -> re.Pattern[str]:
    patterns = load("chrome")[where].values()
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def without_chrome(document: Document) -> Document:
    """The document, the site's own lines at its ends marked as furniture. The text stays as it is."""
    found = {i for i in (*_above(document), *_below(document)) if document.blocks[i].kind in _READ}
    if not found or not any(block.kind in _READ for i, block in enumerate(document.blocks) if i not in found):
        return document
    blocks = (replace(b, kind=BlockKind.FURNITURE) if i in found else b for i, b in enumerate(document.blocks))
    return replace(document, blocks=tuple(blocks))


def without_site(document: Document) -> str:
    """The document's text, blanks in place of the site's own lines: offsets hold in both."""
    text = document.text
    for i in {*_above(document), *_below(document)}:
        span = document.blocks[i].span
        text = text[: span.start] + re.sub(r"\S", " ", text[span.start : span.end]) + text[span.end :]
    return text


def _above(document: Document) -> Iterator[int]:
    """The site's lines before the first heading or sentence of the report."""
    found = False
    for i, block in enumerate(document.blocks[:_HEAD]):
        if block.kind is BlockKind.TABLE:
            continue
        line = _line(document, i)
        if _NUMBERED.match(line) or (len(line) > _PROSE and "。" in line):
            return
        found = len(line) <= _LONGEST and _matches(line, after_one=found)
        if found:
            yield i


def _matches(line: str, after_one: bool) -> bool:
    """Whether it is a line of the site; a bullet is one behind another."""
    return bool(_pattern("before").fullmatch(line) or (after_one and _pattern("value").fullmatch(line)))


def site_lines(document: Document) -> tuple[str, ...]:
    """The site's own lines, folded, in order: the last to be asked who reports."""
    return tuple(_line(document, i) for i in (*_above(document), *_below(document)))


def _below(document: Document) -> Iterator[int]:
    for i in range(max(0, len(document.blocks) - _TAIL), len(document.blocks)):
        line = _line(document, i)
        if (
            document.blocks[i].kind is not BlockKind.TABLE
            and len(line) <= _LONGEST
            and _pattern("behind").fullmatch(line)
        ):
            yield i


def _line(document: Document, i: int) -> str:
    span = document.blocks[i].span
    return fold(document.text[span.start : min(span.end, span.start + 4 * _LONGEST)]).strip()
