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

_FIRST_WORD = re.compile(r"[（《“‘【〔(\[]*(?:[A-Za-z0-9.,%+/:-]+|.)[，。、；：！？）》”’】〕%％,.;:!?)]*")
_BRACKETS = (("《", "》"), ("“", "”"), ("（(", "）)"), ("【[", "】]"), ("〔", "〕"))
_LONGEST_GAP = 3  # blank lines a page end may leave inside a paragraph
_LARGER = 1.2  # times the size of the line before: that is another paragraph
_LOOSE = 2.5  # characters a line may lack that ends inside a sentence: setting and hanging marks take room
_NEAR = 8  # lines back that are looked at
_ONE_LINE = 20.0  # a page is at least this wide: a shorter line has not been broken


@dataclass(frozen=True, slots=True)
class Wrap:
    """The measure of a wrapped text: its right edge, its margin, whether paragraphs are indented.

    `counted`: lines were cut after a number of characters, whatever their width. `size` is the
    usual height of a character, 0 where it is not known.
    """

    right: float
    margin: float
    indented: bool
    counted: bool = False
    size: float = 0.0


def wrap_of(lines: Sequence[Line]) -> Wrap | None:
    """The measure of a text whose lines were wrapped at one width; None where they were not."""
    if len(lines) < 6:
        return None
    counts = [float(line.count) for line in lines]
    for rights, slack, counted in (counts, 0.0, True), ([line.right for line in lines], 2.5, False):
        right = sorted(rights)[int(0.95 * (len(rights) - 1))]
        full = [line for line, at in zip(lines, rights, strict=True) if right - slack <= at <= right + 0.6 * slack]
        beyond = sum(at > right + 0.6 * slack for at in rights)
        broken = sum(not ends_sentence(line.text) for line in full)
        share = len(full) / len(lines)
        if 15 <= right <= 70 and share >= 0.35 and beyond <= 0.02 * len(lines) and broken >= 0.5 * len(full):
            margin = min(line.indent for line in lines)
            return Wrap(right, margin, _is_indented(lines, rights, right, margin), counted)
    return None


def measured(lines: Sequence[Line], right: float, size: float) -> Wrap:
    """The measure of lines on a page whose margin (indent 0), right edge and usual size are known."""
    return Wrap(right, 0.0, _is_indented(lines, [line.right for line in lines], right, 0.0), size=size)


def _is_indented(lines: Sequence[Line], rights: Sequence[float], right: float, margin: float) -> bool:
    """Whether most lines that begin paragraphs are indented from the margin."""
    starts = [b for (a, b), at in zip(pairwise(lines), rights, strict=False) if at < right - 4 or ends_sentence(a.text)]
    return sum(line.indent >= margin + 1.5 for line in starts) > 0.5 * len(starts)


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
    if line.gap > _LONGEST_GAP or not 1 / _LARGER <= (line.size / group[-1].size if group[-1].size else 1) <= _LARGER:
        return False
    before = group[-1].text
    inside = before.endswith(("；", ";")) or not ends_sentence(before)
    if opens(line.text) and not (inside and wrap is not None and wrap.indented):  # there the indent decides
        return False
    if wrap is not None:
        return _goes_on_wrapped(group[-1], line, wrap)
    if pattern("ends", "closing").match(line.text):
        return True
    whole = "".join(part.text for part in group[-_NEAR:])
    return not ends_sentence(whole) and not is_label(line.text) and _was_broken(whole, group[-1].text, line.text)


def _goes_on_wrapped(before: Line, line: Line, wrap: Wrap) -> bool:
    if not _is_full(before, line, wrap):
        return False
    if wrap.size and line.size > _LARGER * wrap.size:
        return line.gap == 0  # a long title, centred
    if wrap.indented:
        return line.indent < wrap.margin + 1.5
    return line.gap == 0 or not ends_sentence(before.text)


def _is_full(before: Line, line: Line, wrap: Wrap) -> bool:
    """Whether the first word of `line` had no room left on the line before."""
    if wrap.counted:
        return before.count >= wrap.right
    match = _FIRST_WORD.match(line.text)
    scale = line.size / wrap.size if wrap.size else 1.0
    in_sentence = not ends_sentence(before.text) and not opens(line.text)
    room = wrap.right - before.right - scale * (width(match.group()) if match else 1.0)
    return room < (_LOOSE if in_sentence else 0.5)


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


def is_cut(before: str, after: str) -> bool:
    """Whether a page end stands inside a word or a phrase, between `before` and `after`."""
    return pattern("ends", "closing").match(after) is not None or _is_unfinished(before) or _cuts_word(before, after)


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
