"""Why a problem is there, as its own text says it; `explained` finds what is told elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nlp.knowledge import load
from nlp.numerals import ordinal
from nlp.text import joined, trimmed
from nlp.themes import mentioned
from nlp.types import Document, Item, Span

CAUSE = "原因"  # the type of a section that tells causes only
CLOSERS = "。；;，,、：: \n\t\u3000*"
SHORTEST = 4  # characters of a cause
_NO_LIST = ("", -1)  # before the first enumerator of a list of causes


@cache
def pattern(key: str) -> re.Pattern[str]:
    """A pattern of causes.toml."""
    return re.compile(load("causes")[key], re.MULTILINE)


@cache
def _ways(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(way, re.MULTILINE) for way in load("causes")[key])


def _marked(text: str) -> tuple[str, re.Match[str]] | None:
    """The first way of marking a cause that the text takes, and where."""
    several = pattern("refers").search(text)
    if several:
        return "refers", several
    matches = ((key, way.search(text)) for key in ("after", "ends", "before") for way in _ways(key))
    return next(((key, match) for key, match in matches if match), None)


def announced(folded: str, start: int, end: int) -> bool:
    """The words before `end` say that causes follow: a list there is one of causes."""
    return bool(pattern("announces").search(folded[start:end].rstrip("，,：: ")))


def outside_causes(folded: str, marks: Sequence[Span]) -> list[Span]:
    """The enumerators but those of a list of causes: 究其原因，一方面…；另一方面…, 主要原因：一是…。二是…。

    Such a list ends with its sentence, or goes on while the next sign of its own series opens a sentence.
    """
    kept: list[Span] = []
    ours: set[str] = set()  # series of the enumerators kept
    last = _NO_LIST
    for mark in marks:
        opening = max(folded.rfind(stop, 0, mark.start) for stop in "。\n") + 1
        series, place = _place(folded[mark.start : mark.end])
        goes_on = (series, place - 1) == last and series not in ours
        if goes_on or pattern("lists").search(folded[opening : mark.end]):
            last = (series, place)
        else:
            kept.append(mark)
            ours.add(series)
            last = _NO_LIST
    return kept


def _place(sign: str) -> tuple[str, int]:
    """The series of an enumerator and its place there: 二是 → 是, 2; 其次 → 首先, 2."""
    spoken: list[str] = load("causes")["series"]
    place = next((k for k, word in enumerate(spoken, 1) if word in sign), 0)
    if place:
        return spoken[0], place
    numeral = pattern("numeral").search(sign)
    return (sign.replace(numeral[0], "").strip("，,、：: "), ordinal(numeral[0])) if numeral else (sign, 0)


def told_in(folded: str, span: Span, enumerated: bool) -> tuple[Span, tuple[Span, ...]]:
    """A problem's own words and the cause that they mark; in a list the cause's sentence is cut off."""
    marked = _marked(folded[span.start : span.end])
    if marked is None:
        return span, ()
    key, match = marked
    cause = _cause(folded, match, span)
    start, end = span.start + match.start(), max(span.start + match.end(), cause.end)
    opens = start == span.start or folded[start - 1] in "。\n" or folded[start] in "。；\n"
    if enumerated and opens and start > span.start and end >= span.end - 1 and key != "before":
        span = clean(folded, Span(span.start, start))
    return span, (cause,) if len(cause) >= SHORTEST else ()


def labelled(folded: str, paragraphs: Sequence[Span]) -> tuple[list[Span], tuple[Span, ...]]:
    """The paragraphs that tell no cause only, and the texts of those labelled as causes (原因分析：)."""
    others, causes = [], []
    for paragraph in paragraphs:
        match = pattern("label").match(folded[paragraph.start : paragraph.end])
        if match:
            end = _bracketed(folded, paragraph.start + match.end(), paragraph.end)
            causes.append(clean(folded, Span(paragraph.start + match.end(), end)))
        elif not _on_several(folded, paragraph):
            others.append(paragraph)
    return others, tuple(causes)


def _on_several(folded: str, paragraph: Span) -> bool:
    """The whole paragraph is why several problems before it are there; `explained` shares it out."""
    match = pattern("refers").match(folded[paragraph.start : paragraph.end])
    if match is None:
        return False
    start, end = paragraph.start + match.start(), paragraph.start + match.end()
    return list_end(folded, start, end, paragraph.end) >= paragraph.end - 1


def shared(document: Document, problems: Sequence[Item]) -> list[Item]:
    """A cause told at the end of a list explains every problem before it that it shares a theme with."""
    last = problems[-1] if problems else None
    if last is None or not last.cause or any(p.cause for p in problems[:-1]):
        return list(problems)
    told = joined(document.text[problems[0].spans[0].start : last.cause[0].start])
    if pattern("refers").match(joined(document.text[last.cause[0].start : last.cause[0].end])):
        return list(problems)  # `explained` sees to it
    if pattern("of_all").search(told[-24:]):
        return [replace(problem, cause=last.cause) for problem in problems]
    about = _mentioned(document, last.cause)
    speaks = [bool(about & _mentioned(document, problem.spans)) for problem in problems]
    if not any(speaks[:-1]):
        return list(problems)
    return [replace(p, cause=last.cause if s else ()) for p, s in zip(problems, speaks, strict=True)]


def _mentioned(document: Document, spans: Sequence[Span]) -> set[str]:
    return mentioned("。".join(joined(document.text[s.start : s.end]) for s in spans))


def _cause(folded: str, match: re.Match[str], span: Span) -> Span:
    """The cause that the match holds, without the words that lead to it, close it or tell what it led to."""
    start, end = span.start + match.start("cause"), span.start + match.end("cause")
    lead = pattern("lead").match(folded[start:end])
    start += lead.end() if lead else 0
    whole = list_end(folded, span.start + match.start(), end, span.end)
    goes_over = None
    if not pattern("lists").search(folded, span.start + match.start(), end):
        goes_over = pattern("leads_to").search(folded[start:end])
    end = start + goes_over.start() if goes_over else whole
    cause = clean(folded, Span(start, _bracketed(folded, start, end)))
    closes = pattern("closes").search(folded[cause.start : cause.end])
    return clean(folded, Span(cause.start, cause.start + closes.start())) if closes else cause


def list_end(folded: str, start: int, end: int, limit: int) -> int:
    """Where the causes told from `start` end: behind `end` where a list of them goes on (一是…。二是…。)."""
    if pattern("lists").search(folded, start, end):
        while match := pattern("next_of").match(folded, end, limit):
            end = match.end()
    return end


def _bracketed(folded: str, start: int, end: int) -> int:
    """Where a bracket closes that was opened before `start`, else `end`: （原因：…）"""
    depth = 0
    for at in range(start, end):
        depth += (folded[at] in "（(") - (folded[at] in "）)")
        if depth < 0:
            return at
    return end


def clean(folded: str, span: Span) -> Span:
    """The span without what closes or introduces a cause."""
    return trimmed(folded, span.start, span.end, CLOSERS)
