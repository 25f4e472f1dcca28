"""What is a heading only because the document as a whole writes its headings so.

A bare number (1 概况) stands above 1.1; a label with a colon (单位概况：…) is a heading in a form whose every part
begins so; a short line is one in a report whose other headings have no numbers either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.knowledge import load
from nlp.lines import Family, Line, Marker, Shape, limits, names_a_part, says_figures
from nlp.text import trimmed
from nlp.titles import without_brackets
from nlp.types import Span

_BARE = Family("bare", re.compile(r"(\d{1,2})\s*(?=[\u4e00-\u9fff“])"), strong=True, top=False, item=False)
_STOPS = re.compile(r"[，。；;：:？！?!\n\t]")
_LABEL = re.compile(r"([\u4e00-\u9fff、“”]{2,12})[：:]\s*")


def habitual(folded: str, lines: Sequence[Line | None]) -> list[Line | None]:
    """The document's lines, with those that its own manner makes headings."""
    return _short_titles(folded, _labels(folded, _chapters(folded, lines)))


def _chapters(folded: str, lines: Sequence[Line | None]) -> list[Line | None]:
    """Bare numbers 1, 2, 3 … over 1.1, 2.1 …"""
    run: dict[int, Line] = {}
    below: set[int] = set()
    for i, line in enumerate(lines):
        if line is None:
            continue
        if line.marker is not None and line.marker.family.name == "decimal-2":
            above = int(re.split(r"\D", folded[line.marker.span.start : line.marker.span.end])[0])
            below |= {above} & {len(run)}
        elif (titled := _bare(folded, line, len(run) + 1)) is not None:
            run[i] = titled
    naming = [names_a_part(folded[line.title.start : line.title.end]) for line in run.values()]
    sure = len(below) > 1 or (below and len(run) > 1 and 2 * sum(naming) > len(naming))
    return [run.get(i, line) for i, line in enumerate(lines)] if sure else list(lines)


def _bare(folded: str, line: Line, due: int) -> Line | None:
    """The line as a title behind the bare number that is due; None where it is none."""
    match = _BARE.pattern.match(folded, line.title.start, line.title.end) if line.marker is None else None
    if match is None or int(match[1]) != due:
        return None
    title = trimmed(folded, match.end(), line.title.end)
    if len(title) > limits()["unnumbered"] or _STOPS.search(folded, match.end(), line.title.end):
        return None
    return replace(line, marker=Marker(_BARE, due, Span(*match.span(1))), shape=Shape.ALONE, title=title)


def _labels(folded: str, lines: Sequence[Line | None]) -> list[Line | None]:
    """Labels with a colon, in a form: from the first that names a part of a report on."""
    following = [*lines[1:], *([None] if lines else [])]
    labelled = {
        i: found
        for i, (line, after) in enumerate(zip(lines, following, strict=True))
        if line and (found := _labelled(folded, line) or _label_alone(folded, line, after))
    }
    naming = [i for i, x in labelled.items() if names_a_part(folded[x.title.start : x.title.end])]
    if len(naming) < limits()["habit"] or _numbered(lines):
        return list(lines)
    return [labelled.get(i, line) if i >= naming[0] else line for i, line in enumerate(lines)]


def _labelled(folded: str, line: Line) -> Line | None:
    """The line as a label before its text: a sentence at least, not the entry of a cover."""
    match = _LABEL.match(folded, line.title.start, line.title.end) if line.marker is None else None
    if match is None or not re.search("[。；]", folded[match.end() : line.title.end + 2]):
        return None
    if match[1].endswith(tuple(load("headings")["words"]["label_endings"])):
        return None
    return replace(line, shape=Shape.RUN_IN, title=Span(*match.span(1)), body=Span(match.end(), line.title.end))


def _label_alone(folded: str, line: Line, after: Line | None) -> Line | None:
    """The line as a label that stands by itself above its text."""
    behind = folded[line.title.end : line.title.end + 1]
    if after is None or line.marker is not None or behind not in ("：", ":") or not _opens(folded, after):
        return None
    match = _LABEL.fullmatch(folded, line.title.start, line.title.end + 1)
    return replace(line, shape=Shape.ALONE) if match and names_a_part(match[1]) else None


def _short_titles(folded: str, lines: Sequence[Line | None]) -> list[Line | None]:
    """Short lines between a text that is closed and the text they open, where the document has several."""
    titles = [i for i, x in enumerate(lines) if x and x.style is None and x.shape is not Shape.TEXT]
    short = set(_short(folded, lines, titles[0])) if titles else set[int]()
    if len(short) + sum(x is not None and x.marker is None for x in (lines[i] for i in titles)) < limits()["few"]:
        return list(lines)
    return [replace(x, shape=Shape.ALONE, minor=True) if x and i in short else x for i, x in enumerate(lines)]


def _short(folded: str, lines: Sequence[Line | None], first: int) -> Iterator[int]:
    """Positions of short lines behind the first title with a paragraph, or a list, right behind them."""
    short = [_is_short(folded, line) for line in lines]
    for i in range(first + 1, len(lines) - 1):
        if short[i] and (_may_end(folded, lines[i - 1]) or _names(folded, lines[i])):
            last = i + 1 if short[i + 1] else i  # one may stand right below another
            after = lines[last + 1] if last + 1 < len(lines) else None
            if after is not None and _opens(folded, after):
                yield from range(i, last + 1)


def _may_end(folded: str, before: Line | None) -> bool:
    """Whether a title may follow: upon nothing, another title or a closed text."""
    return before is None or before.shape is Shape.ALONE or _closed(folded, before)


def _names(folded: str, line: Line | None) -> bool:
    """A line that names a part of a report needs no closed text before it."""
    return line is not None and names_a_part(folded[line.title.start : line.title.end])


def _is_short(folded: str, line: Line | None) -> bool:
    if line is None or line.marker is not None or line.shape is not Shape.TEXT:
        return False
    said = folded[line.title.start : line.title.end]
    if folded[line.title.end : line.title.end + 1] in ("。", "；", ";"):
        return False
    return 2 <= len(without_brackets(said)) <= 16 and not _STOPS.search(said) and not says_figures(said)


def _closed(folded: str, line: Line) -> bool:
    end = max(line.title.end, line.body.end)
    return re.search("[。；！][”）)]?$", folded[max(0, end - 2) : end + 2].split("\n")[0].rstrip()) is not None


def _opens(folded: str, line: Line) -> bool:
    """A paragraph, or a list's first entry."""
    text = len(line.title) > limits()["unnumbered"] or "。" in folded[line.title.start : line.title.end + 1]
    return text or (line.marker is not None and line.marker.value == 1)


def _numbered(lines: Sequence[Line | None]) -> int:
    """How many titles stand behind a number of the upper kinds."""
    return sum(
        x is not None and x.marker is not None and x.marker.family.strong and not x.marker.family.top
        for x in lines
        if x and x.shape is not Shape.TEXT
    )
