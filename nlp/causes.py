"""Why a problem is there, as the report says it: inside the problem, after several, in a section of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from nlp.blocks import blocks_within
from nlp.knowledge import load
from nlp.pairing import Voice, closeness, named, voices
from nlp.text import fold, joined, sentences, trimmed
from nlp.themes import mentioned
from nlp.types import BlockKind, Document, Item, ItemRole, Label, Section, Span

CAUSE = "原因"  # the type of a section that tells causes only
_CLOSERS = "。；;，,、：: \t\u3000*"
_ENOUGH = 0.2  # closeness from which a cause speaks of a problem
_NEAR_BEST = 0.7  # further problems it explains must be nearly as close as the closest
_SHORTEST = 4  # characters of a cause


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(load("causes")[key], re.MULTILINE)


def announced(folded: str, start: int, end: int) -> bool:
    """The words before `end` say that causes follow: a list there is one of causes."""
    return bool(_pattern("announces").search(folded[start:end].rstrip("，,：: ")))


def outside_causes(folded: str, marks: Sequence[Span]) -> list[Span]:
    """The enumerators but those of a list of causes (究其原因，一方面…；另一方面…), which ends with its sentence."""
    kept = []
    for mark in marks:
        opening = max(folded.rfind(stop, 0, mark.start) for stop in "。\n") + 1
        if not _pattern("lists").search(folded[opening : mark.end]):
            kept.append(mark)
    return kept


def told_in(folded: str, span: Span, enumerated: bool) -> tuple[Span, tuple[Span, ...]]:
    """A problem's own words and the cause that they mark; in a list the cause's sentence is cut off."""
    text = folded[span.start : span.end]
    match = next((m for key in ("refers", "after", "ends", "before") if (m := _pattern(key).search(text))), None)
    if match is None:
        return span, ()
    cause = _cause(folded, match, span.start)
    start, end = span.start + match.start(), span.start + match.end()
    opens = start == span.start or folded[start - 1] in "。\n" or folded[start] == "。"
    if enumerated and opens and start > span.start and end >= span.end - 1 and match.re is not _pattern("before"):
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
            _share_out(document, folded, sections, result, near, found[i].cause[0])
    told = [s for s, label in zip(sections, labels, strict=True) if label.type == CAUSE]
    causes = [cause for section in told for cause in _causes(document, folded, section)]
    for rank, cause in _attributed(document, folded, sections, [found[i] for i in problems], causes):
        _give(result, problems[rank], cause)
    return tuple(result)


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


def _cause(folded: str, match: re.Match[str], offset: int) -> Span:
    """The group of the match that holds the cause, without the words that lead to it and what it led to."""
    name = next(name for name, text in match.groupdict().items() if text)
    start, end = offset + match.start(name), offset + match.end(name)
    goes_over = _pattern("leads_to").search(folded[start:end])
    end = start + goes_over.start() if goes_over else end
    lead = None if name == "influenced" else _pattern("lead").match(folded[start:end])
    return _clean(folded, Span(start + lead.end() if lead else start, end))


def _clean(folded: str, span: Span) -> Span:
    return trimmed(folded, span.start, span.end, _CLOSERS)
