"""Characters on a page to lines of text, by their places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from statistics import median

from nlp.readers.page import Char
from nlp.types import Box

_SAME_LINE = 0.45  # of the size: how far middles on one line may lie apart
_WORD_GAP = 0.2  # of the size, between Latin words
_WIDEST = 200  # blanks: a page is no wider
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
    for place, char in sorted([(c.middle, c) for c in chars], key=itemgetter(0)):
        own = char.size
        if rows and place - middle <= _SAME_LINE * max(size, own):
            rows[-1].append(char)
            size = max(size, own)
            middle += (place - middle) / len(rows[-1])
        else:
            rows.append([char])
            middle, size = place, own
    return [line for row in rows if (line := _line(row)) is not None]


def _line(row: Sequence[Char]) -> TextLine | None:
    ordered = _once(sorted(row, key=attrgetter("left")))
    said = [i for i, c in enumerate(ordered) if not c.text.isspace()]
    if not said:
        return None
    shown = ordered[said[0] : said[-1] + 1]
    black = [ordered[i] for i in said]
    box = Box(black[0].left, min(c.top for c in black), max(c.right for c in black), max(c.bottom for c in black))
    wide = [c for c in black if c.text > "\u2e7f"]
    return TextLine(_text(shown), box, median([c.size for c in wide or black]))


def _once(row: Sequence[Char]) -> list[Char]:
    """Bold made by printing a character twice, hardly moved: only one of the two."""
    kept: list[Char] = []
    before = ["", "", ""]  # what the last three say
    for char in row:
        if char.text in before and any(b.text == char.text and _is_same(b, char) for b in kept[-3:]):
            continue
        kept.append(char)
        before = [before[1], before[2], char.text]
    return kept


def _is_same(one: Char, other: Char) -> bool:
    """Whether two of the same character are one printed character.

    The letters of a ligature share a box and follow each other.
    """
    near = 0.15 * other.size
    moved = max(abs(other.left - one.left), abs(other.top - one.top))
    ligature = other.order == one.order + 1 and moved == 0
    return moved < near and not ligature


def _text(chars: Sequence[Char]) -> str:
    parts = [chars[0].text]
    end, said = chars[0].right, chars[0].text
    for char in chars[1:]:
        text = char.text
        if char.left > end:
            parts.append(_space((char.left - end) / max(char.size, 1.0), said, text))
        parts.append(text)
        end, said = char.right, text
    return "".join(parts)


def _space(gap: float, before: str, after: str) -> str:
    """What stands for a gap of so many sizes between two characters."""
    if gap > _COLUMN_GAP and not after.isspace():
        return " " * min(max(2, round(2 * gap)), _WIDEST)  # columns line up as on the page
    return " " if gap > _WORD_GAP and _latin(before) and _latin(after) else ""


def _latin(text: str) -> bool:
    return text.isascii() and text.isalnum()
