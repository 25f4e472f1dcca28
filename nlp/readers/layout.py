"""Lines to paragraphs: which line goes on with the line before.

Two kinds of broken paragraphs are met. A file whose lines all have one width was wrapped: there
a line that could not take the next word goes on. In the others a line is a paragraph, except
where a page ended inside one: there only a line that cannot have ended goes on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.readers.lines import (
    Line,
    ends_sentence,
    holds_sentence,
    is_item,
    is_label,
    is_numbered,
    opens,
    pattern,
    width,
)
from nlp.text import words

_FIRST_WORD = re.compile(r"(?:[A-Za-z0-9.,%+/:-]+|.)[，。、；：！？）》”’】〕%％,.;:!?)]*")
_BRACKETS = (("《", "》"), ("“", "”"), ("（(", "）)"), ("【[", "】]"), ("〔", "〕"))
_LONGEST_GAP = 3  # blank lines a page end may leave inside a paragraph
_ONE_LINE = 20.0  # a page is at least this wide: a shorter line has not been broken


@dataclass(frozen=True, slots=True)
class Wrap:
    """The measure of a wrapped text: its right edge, its margin, whether paragraphs are indented."""

    right: float
    margin: float
    indented: bool


def wrap_of(lines: Sequence[Line]) -> Wrap | None:
    """The measure of a text whose lines were wrapped at one width; None where they were not."""
    if len(lines) < 6:
        return None
    rights = sorted(line.right for line in lines)
    right = rights[int(0.95 * (len(rights) - 1))]
    full = [line for line in lines if right - 2.5 <= line.right <= right + 1.5]
    beyond = sum(line.right > right + 1.5 for line in lines)
    broken = sum(not ends_sentence(line.text) for line in full)
    if not 15 <= right <= 70 or len(full) < 0.35 * len(lines) or beyond > 0.02 * len(lines) or broken < 0.5 * len(full):
        return None
    margin = min(line.indent for line in lines)
    starts = [b for a, b in pairwise(lines) if a.right < right - 4 or ends_sentence(a.text)]
    indented = sum(line.indent >= margin + 1.5 for line in starts) > 0.5 * len(starts)
    return Wrap(right, margin, indented)


def paragraphs(lines: Sequence[Line], wrap: Wrap | None) -> list[list[Line]]:
    """The lines in groups, each one paragraph or one heading."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and goes_on(groups[-1], line, wrap):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def goes_on(group: Sequence[Line], line: Line, wrap: Wrap | None) -> bool:
    """True where `line` belongs to the paragraph that `group` has begun."""
    if line.gap > _LONGEST_GAP or opens(line.text):
        return False
    if wrap is not None:
        return _goes_on_wrapped(group[-1], line, wrap)
    if pattern("ends", "closing").match(line.text):
        return True
    whole = "".join(part.text for part in group)
    return not ends_sentence(whole) and not is_label(line.text) and _was_broken(whole, group[-1].text, line.text)


def _goes_on_wrapped(before: Line, line: Line, wrap: Wrap) -> bool:
    match = _FIRST_WORD.match(line.text)
    next_word = width(match.group()) if match else 1.0
    if before.right + next_word <= wrap.right - 0.5:
        return False
    if wrap.indented:
        return line.indent < wrap.margin + 1.5
    return line.gap == 0 or not ends_sentence(before.text)


def _was_broken(whole: str, last: str, following: str) -> bool:
    """Whether a page end cut the paragraph `whole` (its last line `last`) before `following`."""
    if _is_unfinished(whole):
        return True
    if is_numbered(whole) and not holds_sentence(whole):
        return width(last) >= _ONE_LINE and _cuts_word(whole, following)
    if width(last) < _ONE_LINE:
        return False
    if holds_sentence(whole) or is_item(whole):
        return True
    if "，" in whole and (following[0].isdigit() or width(last) >= 1.6 * _ONE_LINE):
        return True
    return _cuts_word(whole, following)


def _is_unfinished(text: str) -> bool:
    if pattern("ends", "unfinished").search(text):
        return True
    return any(_count(text, opening) > _count(text, closing) for opening, closing in _BRACKETS)


def _count(text: str, characters: str) -> int:
    return sum(text.count(c) for c in characters)


def _cuts_word(before: str, after: str) -> bool:
    """True where a word of the dictionary stands across the break."""
    left, right = before[-6:], after[:6]
    end = 0
    for word in words(left + right):
        start, end = end, end + len(word)
        if start < len(left) < end:
            return re.fullmatch(r"[\u4e00-\u9fff]{2,}", word) is not None
    return False
