"""Headings and the tree they make.

What a line is depends on its siblings, too: a run of numbered lines with nothing between them is a list.
The level comes from the document's own use of its numberings: a numbering that is already open
goes on at its level, another one opens a level below.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.habits import habitual
from nlp.knowledge import load
from nlp.lines import SCORE_MARK, Line, Marker, Shape, limits, line_at, marker_at, words
from nlp.text import fold, trimmed
from nlp.titles import CLOSERS, title_weights, without_brackets
from nlp.types import BlockKind, Document, Section, Span

_LABELLED = "labelled"  # a heading without number that stands before a colon
_MANNERS = ("unnumbered", _LABELLED)


@dataclass(frozen=True, slots=True)
class Open:
    """A heading that is still open while walking down: its numbering, last value, position."""

    family: str
    value: int
    section: int
    style: int | None
    scored: bool
    empty: bool  # another heading stands right below it
    title: Span


def outline(document: Document) -> tuple[Section, ...]:
    """Sections whose spans partition the document's text, in reading order, parents first."""
    folded = fold(document.text)
    lines = habitual(folded, [line_at(document, folded, i, b) for i, b in enumerate(document.blocks)])
    headings = _settle(document, [x for x in lines if x is not None])
    running = _running(lines, {h.block for h in headings})
    headings = _join_titles(document, headings)
    return tuple(_tree(document, folded, headings, running))


def _settle(document: Document, lines: Sequence[Line]) -> list[Line]:
    """The lines that are headings, after asking each line's siblings."""
    own_text = [_has_text_after(document, lines, i) for i in range(len(lines))]
    annexes = _annexes(document, lines)
    return [
        line
        for i, line in enumerate(lines)
        if line.shape is not Shape.TEXT
        and i not in annexes
        and (_stands_alone(line, own_text[i]) or _siblings_agree(lines, own_text, i))
    ]


def _annexes(document: Document, lines: Sequence[Line]) -> set[int]:
    """Positions of the entries of a list that begins on the line of 附件：, the first of them left out."""
    listed: set[int] = set()
    due: tuple[int, str, int] | None = None  # the block, family and value at which the list goes on
    for i, line in enumerate(lines):
        mark = line.marker
        if mark is not None and due == (line.block, mark.family.name, mark.value):
            listed.add(i)
        elif mark is not None and mark.family.name == "attachment" and line.shape is Shape.RUN_IN:
            mark = marker_at(fold(document.text[line.body.start : line.body.end]), 0, len(line.body))
        else:
            continue
        due = (line.block + 1, mark.family.name, mark.value + 1) if mark is not None else None
    return listed


def _stands_alone(line: Line, has_text: bool) -> bool:
    """A title on its own line that style, its kind of number or the text after it confirms; 【title】 before text."""
    if line.shape is Shape.RUN_IN and line.marker is None:
        return True
    if line.shape is not Shape.ALONE:
        return False
    return line.marker is None or line.style is not None or line.marker.family.strong or has_text


def _has_text_after(document: Document, lines: Sequence[Line], i: int) -> bool:
    """Something belongs to the line: text on it, a paragraph or table after it, another numbering below it."""
    line = lines[i]
    if line.shape is Shape.RUN_IN:
        return True
    following = lines[i + 1] if i + 1 < len(lines) else None
    if following is None or following.block > line.block + 1:
        return _table_follows(document, line.block) or (following is not None and _below(lines, i, following))
    return _below(lines, i, following)


def _table_follows(document: Document, block: int) -> bool:
    return any(b.kind in (BlockKind.TABLE, BlockKind.CAPTION) for b in document.blocks[block + 1 : block + 2])


def _below(lines: Sequence[Line], i: int, following: Line) -> bool:
    own = lines[i].marker
    if following.marker is None or own is None:
        return True
    if following.marker.family is own.family:
        return following.marker.value == 1 and own.value > 0  # it starts anew: a list of this heading's own
    if following.marker.family.strong:
        return False
    titles = lines[i].shape is Shape.ALONE and following.shape is not Shape.TEXT
    return following.marker.value <= 1 or (titles and _runs_on(lines[:i], following.marker))  # a list, bullets too


def _runs_on(before: Sequence[Line], marker: Marker) -> bool:
    """Whether a number goes on from the last one of its kind: 1. to 6. under （一）, 7. under （二）."""
    values = (x.marker.value for x in reversed(before) if x.marker is not None and x.marker.family is marker.family)
    return next(values, 0) == marker.value - 1


def _siblings_agree(lines: Sequence[Line], own_text: Sequence[bool], i: int) -> bool:
    """Of the neighbours with the same numbering, as many are built like headings as not.

    A single short sentence with text after it is taken for a heading; a line inside a list of
    duties or goals is not, because its neighbours are sentences.
    """
    marker = lines[i].marker
    if marker is None or marker.family.item or not own_text[i]:
        return False
    group = list(_group(lines, i))
    for_it = sum(lines[j].shape is not Shape.TEXT and own_text[j] for j in group)
    if lines[i].shape is Shape.SENTENCE and len(group) > 1:
        return 2 * for_it > len(group)  # the last sentence of a list has text after it, too
    return 2 * for_it >= len(group) or (lines[i].shape is Shape.RUN_IN and for_it > 1)


def _group(lines: Sequence[Line], i: int) -> Iterator[int]:
    """Positions of the lines numbered 1, 2, 3 … together with line i."""
    marker = lines[i].marker
    assert marker is not None
    yield i
    for step in (-1, 1):
        expected, j = marker.value + step, i + step
        while 0 <= j < len(lines) and expected > 0:
            other = lines[j].marker
            if other is not None and other.family.strong and not marker.family.strong:
                break
            if other is not None and other.family is marker.family:
                if other.value != expected:
                    break
                yield j
                expected += step
            j += step


def _running(lines: Sequence[Line | None], headings: set[int]) -> frozenset[int]:
    """Blocks of headings whose number goes on from the last of its kind, be that a heading or the item of a list."""
    last: dict[str, int] = {}
    running = set()
    for line in lines:
        if line is None or line.marker is None:
            continue
        family, value = line.marker.family.name, line.marker.value
        if line.block in headings and last.get(family) == value - 1:
            running.add(line.block)
        last[family] = value
    return frozenset(running)


def _join_titles(document: Document, headings: Sequence[Line]) -> list[Line]:
    """附件1, or 第一部分, alone on its line takes the next short line as its title, be that line a heading or not."""
    result: list[Line] = []
    for line in headings:
        if result and _bare(result[-1]) and line.block == result[-1].block + 1 and line.marker is None:
            result[-1] = replace(result[-1], title=line.title)
        else:
            result.append(line)
    taken = {line.block for line in result}
    free = (line.block + 1 not in taken for line in result)
    titled = [_with_title(document, x) if f and _bare(x) else x for x, f in zip(result, free, strict=True)]
    return [x for x in titled if not _bare(x) or (x.marker is not None and x.marker.family.strong)]


def _bare(line: Line) -> bool:
    """Nothing but the number stands on the line."""
    return line.marker is not None and line.shape is Shape.ALONE and line.title.end <= line.marker.span.end


def _with_title(document: Document, line: Line) -> Line:
    after = document.blocks[line.block + 1] if line.block + 1 < len(document.blocks) else None
    if after is None or after.kind is BlockKind.TABLE:
        return line
    if after.kind is BlockKind.CAPTION and line.marker is not None and line.marker.value == 0:
        return line  # 附表 is the title, the table has its own
    if marker_at(fold(document.text[after.span.start : after.span.end]), 0, len(after.span)):
        return line  # a list of annexes, not the title of this one
    title = trimmed(document.text, after.span.start, after.span.end, CLOSERS)
    annex = line.marker is not None and line.marker.family.name == "attachment"
    sentence = "。" in document.text[title.start : after.span.end] and not annex
    return replace(line, title=title) if 0 < len(title) <= limits()["title"] and not sentence else line


def _tree(document: Document, folded: str, headings: Sequence[Line], running: frozenset[int]) -> Iterator[Section]:
    """Sections with levels and parents; text before the first heading is the cover."""
    first = next((i for i, h in enumerate(headings) if _begins_body(document, headings, i)), len(headings))
    headings = headings[first:]
    starts = [_start(document, h) for h in headings]
    end = len(document.text)
    cover = 0
    if not headings or document.text[: starts[0]].strip():
        span = Span(0, starts[0] if starts else end)
        yield Section(None, 1, "", _cover_title(document, span), span, span, _page(document, 0))
        cover = 1
    elif starts:
        starts[0] = 0
    stack: list[Open] = []
    empty = frozenset(a.block for a, b in pairwise(headings) if a.block + 1 == b.block and a.shape is Shape.ALONE)
    for i, line in enumerate(headings):
        above = _place(stack, line, folded, line.block in running, line.block in empty)
        replaced = stack[len(above)] if len(stack) > len(above) else None
        stack = above
        parent = stack[-1].section if stack else None
        level = len(stack) + 1
        span = Span(starts[i], starts[i + 1] if i + 1 < len(starts) else end)
        number = _number(document, line)
        body_start = max(line.body.start, line.title.end)
        yield Section(parent, level, number, line.title, span, Span(body_start, span.end), _page(document, line.block))
        stack = [*stack, _opened(line, i + cover, folded, line.block in empty, replaced)]


def _begins_body(document: Document, headings: Sequence[Line], i: int) -> bool:
    """False for headings of the cover: an annex mark or the report's own name before any number."""
    line = headings[i]
    if line.marker is not None and line.marker.family.name != "attachment":
        return True
    if line.style == 0:
        return False
    title = document.text[line.title.start : line.title.end]
    if _names_document(title):
        return False
    is_annex_mark = line.marker is not None and not any(
        h.marker is not None and h.marker.family.name != "attachment" for h in headings[:i]
    )
    return not (is_annex_mark and (i + 1 < len(headings) or "。" not in document.text[: _start(document, line)]))


def _names_document(title: str) -> bool:
    title = re.sub(r"[\s（(][^）)]*[）)]$|\s", "", title)
    return any(re.search(pattern, title) for pattern in words("document_titles"))


def _cover_title(document: Document, cover: Span) -> Span:
    """The report's name on the cover: the line that ends in …报告, with the line it goes on from."""
    held = [b for b in document.blocks if cover.holds(b.span) and b.kind is not BlockKind.TABLE]
    for blocks in ([b for b in held if b.kind is not BlockKind.FURNITURE], held):
        for i, block in enumerate(blocks):
            title = trimmed(document.text, block.span.start, block.span.end, CLOSERS + "#")
            text = document.text[title.start : title.end]
            if len(text) <= 80 and _names_document(text):
                return _with_lines_before(document.text, [b.span for b in blocks[max(0, i - 2) : i]], title)
    return Span(cover.start, cover.start)


def _with_lines_before(text: str, before: Sequence[Span], title: Span) -> Span:
    """The title with the one or two lines above that it goes on from."""
    for span in reversed(before):
        if not _goes_on(text, span, title):
            break
        title = Span(trimmed(text, span.start, span.end).start, title.end)
    return title


def _goes_on(text: str, before: Span, title: Span) -> bool:
    name = text[before.start : before.end].strip()
    between = text[before.end : title.start]
    return 4 <= len(name) <= 40 and between.count("\n") <= 3 and name.endswith(words("name_goes_on"))


def _place(stack: list[Open], line: Line, folded: str, running: bool, empty: bool) -> list[Open]:
    """The open headings above `line`: the stack cut down to where the line belongs.

    `running` says that the numbers before this one stood under the heading before, or were items of a list there.
    """
    if line.marker is None:
        return stack[: _depth_unnumbered(stack, line, folded, empty)]
    family, value = line.marker.family.name, line.marker.value
    if line.marker.family.top:
        return []
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].family == family:
            return stack[:depth]
    if value > 1 and not running and "bracket" in family:
        # (2) where （二） is due: it goes on with the numbering it misspells
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].value == value - 1 and "bracket" in stack[depth].family:
                return stack[:depth]
    return stack


def _depth_unnumbered(stack: Sequence[Open], line: Line, folded: str, empty: bool) -> int:
    """How many open headings stay above a heading without number; `empty`: another stands right below it.

    An empty heading holds those below it: the first by its place, the next ones as long as their titles may be parts
    of what its own title says.
    """
    if line.style is not None:
        peers = [i for i, o in enumerate(stack) if o.style is not None and o.style >= line.style]
        return peers[0] if peers else len(stack) if line.style > 1 else 0
    if _is_scored(folded, line):
        peers = [i for i, o in enumerate(stack) if o.scored]
        return peers[-1] if peers else min(1, len(stack))
    if stack and stack[-1].empty:
        return len(stack)
    return _depth_named(stack, line, folded, empty)


def _depth_named(stack: Sequence[Open], line: Line, folded: str, empty: bool) -> int:
    """The same among headings that only their words make: those before ： stand below those that have none."""
    manner = _manner(line, folded)
    alike = [i for i, o in enumerate(stack) if o.family == manner]
    named = [i for i, o in enumerate(stack) if o.family in _MANNERS]
    if manner == _LABELLED and stack and stack[-1].family in _MANNERS and "unnumbered" in {o.family for o in stack}:
        below = alike[-1] if alike else len(stack)
        return below if _is_part(line, stack[below - 1], folded) else named[0]
    named = alike or named
    if not named:
        return min(1, len(stack))
    apart = empty or named[0] == 0 == named[-1] or not _is_part(line, stack[named[-1] - 1], folded)
    return named[0] if apart else named[-1]


def _manner(line: Line, folded: str) -> str:
    return _LABELLED if folded[line.title.end : line.title.end + 1] in ("：", ":") else "unnumbered"


def _is_part(line: Line, above: Open, folded: str) -> bool:
    """Whether a title says nothing, or what a chapter of that title has."""
    own, theirs = (title_weights(without_brackets(folded[t.start : t.end])) for t in (line.title, above.title))
    holds = {held for kind in theirs for held in (kind, *load("headings")["holds"].get(kind, ()))}
    return not own or max(own, key=lambda kind: own[kind]) in holds


def _opened(line: Line, section: int, folded: str, empty: bool, replaced: Open | None) -> Open:
    """The line as an open heading; one that forgot its number holds the place of the next one."""
    scored = _is_scored(folded, line)
    family, value = _manner(line, folded), 0
    if line.marker is not None:
        family, value = line.marker.family.name, line.marker.value
    elif scored and replaced is not None:
        family, value = replaced.family, replaced.value + 1
    return Open(family, value, section, line.style, scored, empty, line.title)


def _is_scored(folded: str, line: Line) -> bool:
    return bool(SCORE_MARK.search(folded, line.title.start, line.title.end))


def _start(document: Document, line: Line) -> int:
    return max(line.start, document.blocks[line.block].span.start)


def _page(document: Document, block: int) -> int | None:
    return document.blocks[block].page if block < len(document.blocks) else None


def _number(document: Document, line: Line) -> str:
    """The number as printed; none where the mark itself is the title (附件)."""
    if line.marker is None or line.marker.span.holds(line.title):
        return ""
    return document.text[line.marker.span.start : line.marker.span.end].strip().rstrip("：:").strip()
