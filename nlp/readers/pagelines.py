"""Characters on a page to lines of text, by their places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from nlp.readers.page import Char
from nlp.types import Box

_SAME_LINE = 0.45  # of the size: how far middles on one line may lie apart
_WORD_GAP = 0.2  # of the size, between Latin words
_COLUMN_GAP = 1.4  # of the size: a tabulator, or the next column


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line; `size` is the usual size of its characters, columns stand apart by spaces as on the page."""

    text: str
    box: Box
    size: float


def lines(chars: Iterable[Char]) -> list[TextLine]:
    """The characters in lines from top to bottom, each from left to right; white space alone is no line."""
    rows: list[list[Char]] = []
    middle = size = 0.0
    for char in sorted(chars, key=lambda c: c.middle):
        if rows and char.middle - middle <= _SAME_LINE * max(size, char.size):
            rows[-1].append(char)
            size = max(size, char.size)
            middle += (char.middle - middle) / len(rows[-1])
        else:
            rows.append([char])
            middle, size = char.middle, char.size
    return [line for row in rows if (line := _line(row)) is not None]


def _line(row: Sequence[Char]) -> TextLine | None:
    ordered = _once(sorted(row, key=lambda c: c.left))
    said = [c for c in ordered if not c.text.isspace()]
    if not said:
        return None
    first, last = ordered.index(said[0]), len(ordered) - ordered[::-1].index(said[-1])
    box = Box(said[0].left, min(c.top for c in said), max(c.right for c in said), max(c.bottom for c in said))
    wide = [c.size for c in said if c.text > "\u2e7f"]
    return TextLine(_text(ordered[first:last]), box, median(wide or [c.size for c in said]))


def _once(row: Sequence[Char]) -> list[Char]:
    """Bold made by printing a character twice, hardly moved: only one of the two."""
    kept: list[Char] = []
    for char in row:
        if not any(_is_same(before, char) for before in kept[-3:]):
            kept.append(char)
    return kept


def _is_same(one: Char, other: Char) -> bool:
    """Whether both are one printed character. The letters of a ligature share a box and follow each other."""
    near = 0.15 * other.size
    moved = max(abs(other.left - one.left), abs(other.top - one.top))
    ligature = other.order == one.order + 1 and moved == 0
    return one.text == other.text and moved < near and not ligature


def _text(chars: Sequence[Char]) -> str:
    parts = [chars[0].text]
    for before, char in pairwise(chars):
        gap = (char.left - before.right) / max(char.size, 1.0)
        blank = before.text.isspace() or char.text.isspace()
        if gap > _COLUMN_GAP and not char.text.isspace():
            parts.append(" " * max(2, round(2 * gap)))  # columns line up as on the page
        elif gap > _WORD_GAP and not blank and _latin(before.text) and _latin(char.text):
            parts.append(" ")
        parts.append(char.text)
    return "".join(parts)


def _latin(text: str) -> bool:
    return text.isascii() and text.isalnum()
