"""Why a problem is there, as the report says it: inside the problem, after several, in a section of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from nlp.blocks import blocks_within
from nlp.knowledge import load
from nlp.numerals import ordinal
from nlp.pairing import Voice, closeness, named, voices
from nlp.text import fold, joined, sentences, trimmed
from nlp.themes import mentioned
from nlp.types import BlockKind, Document, Item, ItemRole, Label, Section, Span

CAUSE = "原因"  # the type of a section that tells causes only
_CLOSERS = "。；;，,、：: \n\t\u3000*"
_ENOUGH = 0.2  # closeness from which a cause speaks of a problem
_NEAR_BEST = 0.7  # further problems it explains must be nearly as close as the closest
_SHORTEST = 4  # characters of a cause


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(load("causes")[key], re.MULTILINE)


@cache
def _ways(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(way, re.MULTILINE) for way in load("causes")[key])


def _marked(text: str) -> tuple[str, re.Match[str]] | None:
    """The first way of marking a cause that the text takes, and where."""
    several = _pattern("refers").search(text)
    if several:
        return "refers", several
    matches = ((key, way.search(text)) for key in ("after", "ends", "before") for way in _ways(key))
    return next(((key, match) for key, match in matches if match), None)


def announced(folded: str, start: int, end: int) -> bool:
    """The words before `end` say that causes follow: a list there is one of causes."""
    return bool(_pattern("announces").search(folded[start:end].rstrip("，,：: ")))


def outside_causes(folded: str, marks: Sequence[Span]) -> list[Span]:
    """The enumerators but those of a list of causes: 究其原因，一方面…；另一方面…, 主要原因：一是…。二是…。

    Such a list ends with its sentence, or goes on while the next sign of its own series opens a sentence.
    """
    kept: list[Span] = []
    ours: set[str] = set()  # series of the enumerators kept
    last = ("", 0)
    for mark in marks:
        opening = max(folded.rfind(stop, 0, mark.start) for stop in "。\n") + 1
        series, place = _place(folded[mark.start : mark.end])
        goes_on = (series, place - 1) == last and series not in ours
        if goes_on or _pattern("lists").search(folded[opening : mark.end]):
            last = (series, place)
        else:
            kept.append(mark)
            ours.add(series)
            last = ("", 0)
    return kept


def _place(sign: str) -> tuple[str, int]:
    """The series of an enumerator and its place there: 二是 → 是, 2; 其次 → 首先, 2."""
    spoken: list[str] = load("causes")["series"]
    place = next((k for k, word in enumerate(spoken, 1) if word in sign), 0)
    if place:
        return spoken[0], place
    numeral = _pattern("numeral").search(sign)
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
        span = _clean(folded, Span(span.start, start))
    return span, (cause,) if len(cause) >= _SHORTEST else ()


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
    if _pattern("refers").match(joined(document.text[last.cause[0].start : last.cause[0].end])):
        return list(problems)  # `explained` sees to it
    if _pattern("of_all").search(told[-24:]):
        return [replace(problem, cause=last.cause) for problem in problems]
    about = _mentioned(document, last.cause)
    speaks = [bool(about & _mentioned(document, problem.spans)) for problem in problems]
    if not any(speaks[:-1]):
        return list(problems)
    return [replace(p, cause=last.cause if s else ()) for p, s in zip(problems, speaks, strict=True)]


def explained(
    document: Document, sections: Sequence[Section], labels: Sequence[Label], found: Sequence[Item]
) -> tuple[Item, ...]:
    """The items, their causes completed by those told for several problems and those of sections of causes."""
    folded = fold(document.text)
    result = list(found)
    problems = [i for i, item in enumerate(found) if item.role is ItemRole.PROBLEM]
    for i in problems:
        if found[i].cause and _pattern("refers").match(folded[found[i].cause[0].start : found[i].cause[0].end]):
            chapter = _chapter(sections, labels, found[i].section)
            near = [j for j in problems if j <= i and _chapter(sections, labels, found[j].section) == chapter]
            near = near[-_how_many(folded, found[i].cause[0], len(near)) :]
            _share_out(document, folded, sections, result, near, found[i].cause[0])
    told = [s for s, label in zip(sections, labels, strict=True) if label.type == CAUSE]
    causes = [cause for section in told for cause in _causes(document, folded, section)]
    for rank, cause in _attributed(document, folded, sections, [found[i] for i in problems], causes):
        _give(result, problems[rank], cause)
    return tuple(result)


def _how_many(folded: str, told: Span, count: int) -> int:
    """How many of the `count` problems before it a sentence is on: 以上两点 → 2."""
    some = _pattern("of_some").match(folded[told.start : told.end])
    return min(ordinal(some[1].replace("两", "二")), count) if some else count


def _chapter(sections: Sequence[Section], labels: Sequence[Label], i: int) -> int:
    """The highest section above that tells problems as this one does."""
    parent = sections[i].parent
    while parent is not None and labels[parent].type == labels[i].type:
        i, parent = parent, sections[parent].parent
    return i


def _share_out(
    document: Document, folded: str, sections: Sequence[Section], result: list[Item], near: Sequence[int], told: Span
) -> None:
    """Give a sentence on several problems to those it names or speaks of, else to all of them."""
    result[near[-1]] = replace(result[near[-1]], cause=())
    text = folded[told.start : told.end]
    if _pattern("sides").search(text) or named(text, len(near)):
        chosen = list(_attributed(document, folded, sections, [result[j] for j in near], _parts(folded, told)))
    else:
        chosen = [(rank, _bare(folded, told)) for rank in range(len(near))]
    for rank, cause in chosen:
        _give(result, near[rank], cause)


def _give(result: list[Item], i: int, cause: Span) -> None:
    if not result[i].cause and len(cause) >= _SHORTEST:
        result[i] = replace(result[i], cause=(cause,))


def _causes(document: Document, folded: str, section: Section) -> Iterator[Span]:
    """The causes of a section, each from its enumerator or its sentence on."""
    for block in blocks_within(document, section.body):
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            continue
        paragraph = trimmed(folded, max(block.span.start, section.body.start), block.span.end, _CLOSERS)
        for part in _parts(folded, paragraph):
            if len(part) >= _SHORTEST and not _pattern("announcement").search(folded[part.start : part.end]):
                yield part


def _parts(folded: str, paragraph: Span) -> list[Span]:
    """A paragraph of causes cut at enumerators; without them at full stops and ；."""
    marks = [paragraph.start + m.start() for m in _pattern("parts").finditer(folded[paragraph.start : paragraph.end])]
    if not marks:
        marks = [s.start for s in sentences(folded, paragraph)]
        marks += [m.start() for m in re.finditer("[；;]", folded[: paragraph.end]) if m.start() > paragraph.start]
    bounds = sorted({paragraph.start, *marks, paragraph.end})
    return [span for a, b in pairwise(bounds) if (span := _clean(folded, Span(a, b)))]


def _attributed(
    document: Document, folded: str, sections: Sequence[Section], problems: Sequence[Item], causes: Sequence[Span]
) -> Iterator[tuple[int, Span]]:
    """(which problem, its cause): by the number that is named, the likeness, the same place in lists as long."""
    texts = [
        "。".join(joined(document.text[s.start : s.end]) for s in (sections[p.section].title, *p.spans))
        for p in problems
    ]
    texts += [joined(document.text[c.start : c.end]) for c in causes]
    spoken = voices(texts, [frozenset(mentioned(text)) for text in texts])
    ours, theirs = spoken[: len(problems)], spoken[len(problems) :]
    ordered = all(_pattern("ordinal").match(folded[c.start : c.end]) for c in causes)
    level = ordered and len(problems) == len(causes) > 1
    best: dict[int, tuple[float, Span]] = {}
    for place, (cause, voice) in enumerate(zip(causes, theirs, strict=True)):
        names = named(folded[cause.start : min(cause.start + 40, cause.end)], len(problems))
        chosen = dict.fromkeys(names, 2.0) or ({place: 1.0} if level else _alike(ours, voice))
        for rank, weight in chosen.items():
            if weight > best.get(rank, (0.0, cause))[0]:
                best[rank] = (weight, _bare(folded, cause))
    if not best and causes and problems:
        best = {rank: (1.0, _bare(folded, Span(causes[0].start, causes[-1].end))) for rank in range(len(problems))}
    yield from ((rank, cause) for rank, (_, cause) in sorted(best.items()))


def _alike(problems: Sequence[Voice], cause: Voice) -> dict[int, float]:
    weights = {rank: closeness(problem, cause) for rank, problem in enumerate(problems)}
    most = max(weights.values(), default=0.0)
    return {rank: w for rank, w in weights.items() if w >= max(_ENOUGH, _NEAR_BEST * most)}


def _bare(folded: str, cause: Span) -> Span:
    """The cause without its enumerator, and without the words that lead to it and close it."""
    start = cause.start
    for key in ("parts", "opening"):
        match = _pattern(key).match(folded[start : cause.end])
        start = _clean(folded, Span(start + (match.end() if match else 0), cause.end)).start
    end = _pattern("closing").search(folded[start : cause.end])
    return _clean(folded, Span(start, start + end.start() if end else cause.end))


def _mentioned(document: Document, spans: Sequence[Span]) -> set[str]:
    return mentioned("。".join(joined(document.text[s.start : s.end]) for s in spans))


def _cause(folded: str, match: re.Match[str], span: Span) -> Span:
    """The cause that the match holds, without the words that lead to it, close it or tell what it led to."""
    start, end = span.start + match.start("cause"), span.start + match.end("cause")
    lead = _pattern("lead").match(folded[start:end])
    start += lead.end() if lead else 0
    if _pattern("first_of").match(folded[start:end]):
        end = _end_of_list(folded, end, span.end)
    else:
        goes_over = _pattern("leads_to").search(folded[start:end])
        end = start + goes_over.start() if goes_over else end
    cause = _clean(folded, Span(start, _bracketed(folded, start, end)))
    closes = _pattern("closes").search(folded[cause.start : cause.end])
    return _clean(folded, Span(cause.start, cause.start + closes.start())) if closes else cause


def _end_of_list(folded: str, end: int, limit: int) -> int:
    """Where a list of causes ends, each behind a full stop: 一是…。二是…。"""
    while match := _pattern("next_of").match(folded, end, limit):
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


def _clean(folded: str, span: Span) -> Span:
    return trimmed(folded, span.start, span.end, _CLOSERS)
