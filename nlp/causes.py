"""Why a problem is there, as the report says it: inside the problem, after several, in a paragraph of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nlp.knowledge import load
from nlp.text import joined, trimmed
from nlp.themes import mentioned
from nlp.types import Document, Item, Span

_CLOSERS = "。；;，,、：: \t\u3000*"


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(load("causes")[key], re.MULTILINE)


def announced(folded: str, start: int, end: int) -> bool:
    """The words before `end` say that causes follow: a list there is one of causes."""
    return bool(_pattern("announces").search(folded[start:end].rstrip("，,：: ")))


def told_in(folded: str, span: Span, enumerated: bool) -> tuple[Span, tuple[Span, ...]]:
    """A problem's own words and the cause that they mark; in a list the cause's sentence is cut off."""
    match = _pattern("after").search(folded, span.start, span.end)
    if match:
        opens = not folded[span.start : match.start()].strip() or folded[match.start() - 1] in "。\n"
        cause = (_cause(folded, match, 0),)
        if enumerated and opens and match.start() > span.start and match.end() >= span.end - 1:
            span = _clean(folded, Span(span.start, match.start()))
        return span, cause
    inner = _pattern("before").search(folded[span.start : span.end])
    return span, (_cause(folded, inner, span.start),) if inner else ()


def labelled(folded: str, paragraphs: Sequence[Span]) -> tuple[list[Span], tuple[Span, ...]]:
    """The paragraphs that are not labelled as causes (原因分析：), and the texts of those that are."""
    others, causes = [], []
    for paragraph in paragraphs:
        match = _pattern("label").match(folded[paragraph.start : paragraph.end])
        if match:
            causes.append(_clean(folded, Span(paragraph.start + match.end(), paragraph.end)))
        else:
            others.append(paragraph)
    return others, tuple(causes)


def shared(document: Document, problems: Sequence[Item]) -> list[Item]:
    """A cause told at the end of a list explains every problem before it that it shares a theme with."""
    last = problems[-1] if problems else None
    if last is None or not last.cause or any(p.cause for p in problems[:-1]):
        return list(problems)
    told = joined(document.text[problems[0].spans[0].start : last.cause[0].start])
    if _pattern("of_all").search(told[-24:]):
        return [replace(problem, cause=last.cause) for problem in problems]
    about = _mentioned(document, last.cause)
    speaks = [bool(about & _mentioned(document, problem.spans)) for problem in problems]
    if not any(speaks[:-1]):
        return list(problems)
    return [replace(p, cause=last.cause if s else ()) for p, s in zip(problems, speaks, strict=True)]


def _mentioned(document: Document, spans: Sequence[Span]) -> set[str]:
    return mentioned("。".join(joined(document.text[s.start : s.end]) for s in spans))


def _cause(folded: str, match: re.Match[str], offset: int) -> Span:
    """The group of the match that holds the cause, without the words that lead to it."""
    name = next(name for name, text in match.groupdict().items() if text)
    start, end = offset + match.start(name), offset + match.end(name)
    lead = _pattern("lead").match(folded, start, end) if name != "influenced" else None
    return _clean(folded, Span(lead.end() if lead else start, end))


def _clean(folded: str, span: Span) -> Span:
    return trimmed(folded, span.start, span.end, _CLOSERS)
