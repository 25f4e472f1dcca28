"""Where a self-evaluation may begin: the name of a report on a line of its own, before a numbering that starts anew."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.knowledge import load
from nlp.lines import Marker, marker_at
from nlp.text import fold
from nlp.types import Block, BlockKind, Document

_READ = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION)
_LONGEST = 90  # characters of a line that can be a title
_PIECE = 40  # of one line of a title that is broken over several
_PIECES = 3
_ABOVE = 4  # lines above its title that may belong to a report
_CONTENTS = 300  # lines a contents page may have
_UNCOUNTED = ("attachment", "circled")  # numberings that say nothing about the outline


@dataclass(frozen=True, slots=True)
class Line:
    """A block of prose as it is compared: folded, without white space; `number` opens it, `words` stand behind that.

    `below` is TABLE or FURNITURE where a table, or a contents page, stands between it and the line before.
    """

    block: int
    text: str
    words: str
    number: Marker | None
    page: int | None
    below: BlockKind | None

    @property
    def counted(self) -> Marker | None:
        """The number as far as it is one of the outline."""
        return None if self.number is None or self.number.family.name in _UNCOUNTED else self.number


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a report over lines [first, last]; `numbered` like a section (三、…报告)."""

    first: int
    last: int
    name: str
    numbered: bool


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """A pattern of parts.toml."""
    return re.compile(load("parts")[table][key])


def lines_of(document: Document) -> tuple[Line, ...]:
    """The lines of a document in order, without tables and page furniture.

    The name of a report at the top of a page that is there only once may be taken for a running title by the reader
    where several reports have names alike: it is a line here.
    """
    folded = fold(document.text)
    said = Counter(_bare(folded[b.span.start : b.span.end]) for b in document.blocks if b.kind is BlockKind.FURNITURE)
    once = {text for text, count in said.items() if count == 1 and _is_name(pattern("title", "prefix").sub("", text))}
    found: list[Line] = []
    below: BlockKind | None = None
    for i, block in enumerate(document.blocks):
        titled = block.kind is BlockKind.FURNITURE and _bare(folded[block.span.start : block.span.end]) in once
        if block.kind in _READ or titled:
            found.append(_line(folded, i, block, below))
            below = None
        elif block.kind is BlockKind.TABLE or _opens_contents(folded[block.span.start : block.span.end]):
            below = block.kind
    return tuple(found)


def titles(lines: Sequence[Line]) -> list[Title]:
    """Every name of a report that stands on lines of its own and is no entry of a contents page."""
    found: list[Title] = []
    for i in range(len(lines)):
        title = _title_ending(lines, i, found[-1].last + 1 if found else 0)
        if title is not None:
            found.append(title)
    listed = _contents(lines)
    return [title for title in found if not _is_entry(lines, title, listed)]


def starts_anew(lines: Sequence[Line], title: Title, end: int) -> bool:
    """The first number after the title, before line `end`, begins an outline.

    A weak numbering (1. or （一）) does where no strong one follows it and the title itself has no number.
    """
    after = [line.counted for line in lines[title.last + 1 : end] if line.counted is not None]
    if not after or after[0].value != 1:
        return False
    if after[0].family.strong:
        return True
    return not title.numbered and not any(number.family.strong for number in after if number.family.name != "part")


def with_lines_above(lines: Sequence[Line], first: int, floor: int) -> int:
    """The line a report begins at: 附件 mark, bureau and year above its title belong to it; `floor` is its limit."""
    start = first
    while start > max(floor, first - _ABOVE):
        above = lines[start - 1]
        elsewhere = above.page != lines[first].page or lines[start].below is not None
        if elsewhere or len(above.text) > _PIECE or not _belongs_to(above.text, lines[first].text):
            break
        start -= 1
    return start


def _belongs_to(above: str, title: str) -> bool:
    """A bureau above a title that names one may be the signature of what stands before."""
    if pattern("title", "above").search(above):
        return True
    return bool(pattern("title", "bureau").search(above)) and not pattern("title", "names_bureau").search(title)


def is_contents(line: Line) -> bool:
    """The title of a contents page."""
    return _opens_contents(line.text)


def _opens_contents(folded: str) -> bool:
    first = folded.strip().partition("\n")[0]
    return bool(re.match(load("reading")["furniture"]["contents"], first))


def _line(folded: str, i: int, block: Block, below: BlockKind | None) -> Line:
    start, end = block.span.start, block.span.end
    number = marker_at(folded, start, end)
    words = folded[number.span.end if number else start : end]
    return Line(i, _bare(folded[start:end]), _bare(words), number, block.page, below)


def _bare(folded: str) -> str:
    return re.sub(r"[\s*#]+", "", folded)


def _title_ending(lines: Sequence[Line], last: int, floor: int) -> Title | None:
    for pieces in range(1, _PIECES + 1):
        first = last - pieces + 1
        if first < floor or (pieces > 1 and not _can_be_piece(lines, first)):
            return None
        number = lines[first].counted
        numbered = number is not None and number.family.name != "part"
        opening = lines[first].words if numbered else pattern("title", "prefix").sub("", lines[first].text)
        name = opening + "".join(line.text for line in lines[first + 1 : last + 1])
        if _is_name(name):
            return Title(first, last, name, numbered)
    return None


def _is_name(text: str) -> bool:
    if not 4 <= len(text) <= _LONGEST or not pattern("title", "name").search(text):
        return False
    return not pattern("title", "never").search(text)


def _can_be_piece(lines: Sequence[Line], first: int) -> bool:
    """A line can be the beginning of a title that goes on in the next: no sentence, no number there."""
    text = lines[first].text
    following = lines[first + 1]
    if following.below is not None or following.number is not None:
        return False
    return len(text) <= _PIECE and not re.search("[，。；：:！？]", text)


def _contents(lines: Sequence[Line]) -> frozenset[int]:
    """Lines that may be entries of a contents page: the short ones below its title, or left over from it."""
    listed: set[int] = set()
    for start, line in enumerate(lines):
        if not is_contents(line) and line.below is not BlockKind.FURNITURE:
            continue
        for i in range(start + int(is_contents(line)), min(len(lines), start + _CONTENTS)):
            if len(lines[i].text) > _LONGEST or lines[i].text.endswith(("。", "；", "：")):
                break
            listed.add(i)
    return frozenset(listed)


def _is_entry(lines: Sequence[Line], title: Title, listed: frozenset[int]) -> bool:
    """A line of a contents page that names a report: it is said again later, or stands there as an annex."""
    if title.first not in listed:
        return False
    entry = _words(lines, title)
    later = (line.text for line in lines[title.last + 1 :] if len(line.text) <= _LONGEST)
    if any(title.name in text or (len(text) >= 6 and text in entry and _is_name(text)) for text in later):
        return True
    said = any(entry in line.text for line in lines[: title.first])
    return not said and lines[title.first].number is not None


def _words(lines: Sequence[Line], title: Title) -> str:
    return "".join(line.text for line in lines[title.first : title.last + 1])
