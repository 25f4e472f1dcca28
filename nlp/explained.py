"""Causes told apart from the problems they explain: by a sentence on several, in a section of their own, by the order.

A cause is given to the problems whose numbers it names, whose topic it names, that stand at its place in a list as
long, or that it is nearest to in words, themes and meaning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.blocks import blocks_within
from nlp.causes import CAUSE, CLOSERS, SHORTEST, clean, list_end, pattern, told_in
from nlp.numerals import ordinal
from nlp.pairing import Similarity, closeness, meaning, named, voices
from nlp.text import fold, joined, sentences, trimmed
from nlp.themes import mentioned
from nlp.titles import plain_title
from nlp.types import BlockKind, Document, Item, ItemRole, Label, Section, Span

PROBLEM = "问题"
_ENOUGH = 0.2  # closeness from which a cause speaks of a problem
_FAINT = 0.08  # closeness from which one that explains none speaks of a problem that none explains
_NEAR_BEST = 0.7  # further problems it explains must be nearly as close as the closest
_BY_PLACE = 0.4  # what the same place adds in numbered lists of the same length
_NAMED, _TOPIC, _PAIRED = 9.0, 3.0, 1.0  # what it counts that a cause names a problem's number, or its topic; is paired
_RESTATED = 0.7  # share of the characters before a mark that the problem has too
_ADDRESS = 40  # characters within which a cause names the problems it explains


@dataclass(frozen=True, slots=True)
class Told:
    """A cause as it stands in the text, and the title it stands under where that names a topic."""

    spans: tuple[Span, ...]
    topic: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the steps of this module look at."""

    document: Document
    folded: str
    sections: Sequence[Section]
    labels: Sequence[Label]
    similarity: Similarity | None

    def said(self, spans: Sequence[Span]) -> str:
        """The text of spans, joined by full stops."""
        return "。".join(joined(self.document.text[s.start : s.end]) for s in spans)

    def paragraphs(self, section: Section) -> Iterator[Span]:
        """The section's own paragraphs."""
        for block in blocks_within(self.document, section.body):
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
                yield trimmed(self.folded, max(block.span.start, section.body.start), block.span.end, CLOSERS)


def explained(
    document: Document,
    sections: Sequence[Section],
    labels: Sequence[Label],
    found: Sequence[Item],
    similarity: Similarity | None = None,
) -> tuple[Item, ...]:
    """The items, their causes completed by those told elsewhere; without a similarity by words and places alone."""
    reading = Reading(document, fold(document.text), sections, labels, similarity)
    problems = [i for i, item in enumerate(found) if item.role is ItemRole.PROBLEM]
    result = list(found)
    for i in problems:
        result[i] = _without_summary(reading, found[i])
    for chosen in (_by_sentences, _by_sections, _by_order, _by_promise):
        for i, cause in list(chosen(reading, result, problems)):
            if not result[i].cause and sum(map(len, cause)) >= SHORTEST:
                result[i] = replace(result[i], cause=cause)
    return tuple(result)


def _without_summary(reading: Reading, item: Item) -> Item:
    """The item without a cause that is one of several problems: `_by_sentences` sees to it."""
    told = item.cause and pattern("refers").match(reading.folded[item.cause[0].start : item.cause[0].end])
    return replace(item, cause=()) if told else item


def _by_sentences(
    reading: Reading, found: Sequence[Item], problems: Sequence[int]
) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """Sentences on several problems before them: to those they name or speak of, else to all of them."""
    for s, (section, label) in enumerate(zip(reading.sections, reading.labels, strict=True)):
        for paragraph in reading.paragraphs(section) if label.type == PROBLEM else ():
            for told in _on_several(reading.folded, paragraph):
                near = [i for i in problems if _before(reading, found[i], s, told)]
                near = _own_if_others_follow(reading, found, problems, near, s, told)
                yield from _shared_out(reading, found, near[-_how_many(reading.folded, told, len(near)) :], told)


def _on_several(folded: str, paragraph: Span) -> Iterator[Span]:
    """Sentences on several problems, each with the list of causes that it opens."""
    for match in pattern("refers").finditer(folded[paragraph.start : paragraph.end]):
        start, end = paragraph.start + match.start("cause"), paragraph.start + match.end("cause")
        yield Span(start, list_end(folded, start, end, paragraph.end))


def _before(reading: Reading, problem: Item, s: int, told: Span) -> bool:
    """The problem stands before `told`, in the same chapter as the section `s`."""
    return problem.spans[0].start < told.start and _chapter(reading, problem.section) == _chapter(reading, s)


def _chapter(reading: Reading, i: int) -> int:
    """The highest section above that tells problems as this one does."""
    parent = reading.sections[i].parent
    while parent is not None and reading.labels[parent].type == reading.labels[i].type:
        i, parent = parent, reading.sections[parent].parent
    return i


def _own_if_others_follow(
    reading: Reading, found: Sequence[Item], problems: Sequence[int], near: list[int], s: int, told: Span
) -> list[int]:
    """Of the problems before `told` those of its section, where the chapter goes on: it does not look back on all."""
    own = [i for i in near if found[i].section == s]
    follow = any(
        found[i].spans[0].start > told.end and _chapter(reading, found[i].section) == _chapter(reading, s)
        for i in problems
    )
    return own if len(own) > 1 and follow else near


def _how_many(folded: str, told: Span, count: int) -> int:
    """How many of the `count` problems before it a sentence is on: 以上两点 → 2."""
    some = pattern("of_some").match(folded[told.start : told.end])
    return min(ordinal(some[1].replace("两", "二")), count) if some else count


def _shared_out(
    reading: Reading, found: Sequence[Item], near: Sequence[int], told: Span
) -> Iterator[tuple[int, tuple[Span, ...]]]:
    text = reading.folded[told.start : told.end]
    if pattern("sides").search(text) or named(text, len(near)):
        causes = [Told((part,)) for part in _parts(reading.folded, told)]
        yield from _attributed(reading, found, near, causes)
    else:
        yield from ((i, (_bare(reading.folded, told, ("opening",)),)) for i in near)


def _by_sections(
    reading: Reading, found: Sequence[Item], problems: Sequence[int]
) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """The causes of the sections that tell causes only."""
    told = [s for s, label in enumerate(reading.labels) if label.type == CAUSE]
    causes = [cause for s in told for cause in _causes(reading, s)]
    return _attributed(reading, found, problems, causes)


def _causes(reading: Reading, s: int) -> Iterator[Told]:
    """The causes of a section: one with its heading where that tells it, else each from its enumerator or sentence."""
    section = reading.sections[s]
    paragraphs = list(reading.paragraphs(section))
    title = plain_title(reading.document, section)
    if section.number and section.parent is not None and not pattern("topic_title").search(title):
        yield Told((section.title, *(p for p in paragraphs if p)), numbered=True)
        return
    topic = pattern("title_of").sub("", title)
    parts = [part for paragraph in paragraphs for part in _parts(reading.folded, paragraph)]
    for part in parts:
        if len(part) >= SHORTEST and not pattern("announcement").search(reading.folded[part.start : part.end]):
            own = pattern("ordinal").match(reading.folded, part.start, part.end) is not None
            yield Told((part,), topic, own or (len(parts) == 1 and bool(section.number)))


def _parts(folded: str, paragraph: Span) -> list[Span]:
    """A paragraph of causes cut at enumerators; without them at full stops and ；."""
    marks = [m.start() for m in pattern("parts").finditer(folded, paragraph.start, paragraph.end)]
    if all(pattern("side").match(folded, mark, paragraph.end) for mark in marks):
        marks += [s.start for s in sentences(folded, paragraph)]
        marks += [m.start() for m in re.finditer("[；;]", folded[: paragraph.end]) if m.start() > paragraph.start]
    bounds = sorted({paragraph.start, *marks, paragraph.end})
    return [span for a, b in pairwise(bounds) if (span := clean(folded, Span(a, b)))]


def _attributed(
    reading: Reading, found: Sequence[Item], near: Sequence[int], causes: Sequence[Told]
) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """(problem, its cause): the one that most speaks for; all causes for all problems where nothing speaks."""
    if not near or not causes:
        return
    weights = _weights(reading, [found[i] for i in near], causes)
    best = {}
    for rank, i in enumerate(near):
        c = max(range(len(causes)), key=lambda c: weights[c].get(rank, 0.0))
        if rank in weights[c]:
            best[i] = _bared(reading, causes[c], found[i])
    if not best:
        whole = Span(causes[0].spans[0].start, causes[-1].spans[-1].end)
        best = dict.fromkeys(near, (_bare(reading.folded, whole, ("opening",)),))
    yield from best.items()


def _weights(reading: Reading, problems: Sequence[Item], causes: Sequence[Told]) -> list[dict[int, float]]:
    """For each cause the problems it explains, by their ranks, and what speaks for it."""
    texts = [reading.said((reading.sections[p.section].title, *p.spans)) for p in problems]
    texts += [f"{cause.topic}。{reading.said(cause.spans)}" for cause in causes]
    spoken = voices(texts, [frozenset(mentioned(text)) for text in texts])
    near = reading.similarity(texts) if reading.similarity else []
    count = len(problems)
    reasons = [
        [closeness(spoken[p], spoken[c]) + (meaning(near[p][c]) if near else 0.0) for p in range(count)]
        for c in range(count, len(texts))
    ]
    ordered = all(cause.numbered for cause in causes)
    paired = _one_to_one(reasons, ordered) if len(problems) == len(causes) > 1 else {}
    result = []
    for c, cause in enumerate(causes):
        opening = reading.folded[cause.spans[0].start : cause.spans[-1].end][:_ADDRESS]
        chosen = dict.fromkeys(named(opening, len(problems)), _NAMED) or _by_topic(
            cause.topic, opening, texts[: len(problems)]
        )
        if not chosen and c in paired:
            chosen = {paired[c]: _PAIRED}
        result.append(chosen or _alike(reasons[c]))
    return _left_over(result, reasons)


def _left_over(chosen: list[dict[int, float]], reasons: Sequence[Sequence[float]]) -> list[dict[int, float]]:
    """Causes that explain nothing yet go to problems left over that they are nearest to, if only faintly."""
    taken = {rank for own in chosen for rank in own}
    result = []
    for own, row in zip(chosen, reasons, strict=True):
        open_to = {rank: w for rank, w in enumerate(row) if rank not in taken}
        most = max(open_to.values(), default=0.0)
        near = {rank: w for rank, w in open_to.items() if w >= max(_FAINT, _NEAR_BEST * most)}
        result.append(own or (near if taken else {}))
    return result


def _by_topic(title: str, opening: str, problems: Sequence[str]) -> dict[int, float]:
    """The problems that speak of what a cause, or its title, says it is about: 资金方面，…"""
    own = pattern("topic").match(opening)
    words = [w for w in pattern("and").split(own["topic"] if own else title) if len(w) > 1]
    counts = {rank: sum(word in text for word in words) for rank, text in enumerate(problems)}
    return {rank: _TOPIC + count for rank, count in counts.items() if count}


def _one_to_one(reasons: Sequence[Sequence[float]], ordered: bool) -> dict[int, int]:
    """As many causes as problems: in the lists' order, or each with the problem closest to it; none where too few are.

    Two numbered lists pair off in their order unless words and meaning speak much more for another.
    """
    ranked = sorted(((w, c, rank) for c, row in enumerate(reasons) for rank, w in enumerate(row)), reverse=True)
    pairs: dict[int, int] = {}
    for _, c, rank in ranked:
        if c not in pairs and rank not in pairs.values():
            pairs[c] = rank
    in_order = sum(reasons[c][c] + _BY_PLACE for c in pairs)
    if ordered and in_order >= sum(reasons[c][rank] for c, rank in pairs.items()):
        return {c: c for c in pairs}
    faint = sum(reasons[c][rank] < _ENOUGH for c, rank in pairs.items())
    return pairs if faint <= 1 else {}


def _alike(reasons: Sequence[float]) -> dict[int, float]:
    most = max(reasons, default=0.0)
    return {rank: w for rank, w in enumerate(reasons) if w >= max(_ENOUGH, _NEAR_BEST * most)}


def _bared(reading: Reading, cause: Told, problem: Item) -> tuple[Span, ...]:
    """The cause without what leads to it: its enumerator, and the problem where that is told again."""
    first = _bare(reading.folded, cause.spans[0])
    told = told_in(reading.folded, first, False)[1]
    if told and told[0].start - first.start >= SHORTEST:
        again = set(reading.folded[first.start : told[0].start]) - set("，、主要是由于因为系原在的")
        if len(again & set(reading.said(problem.spans))) >= _RESTATED * len(again):
            return (told[0],)
    return (first, *cause.spans[1:])


def _bare(folded: str, cause: Span, leads: Sequence[str] = ("parts", "opening")) -> Span:
    """The cause without its enumerator, and without the words that lead to it and close it."""
    start = cause.start
    for key in leads:
        match = pattern(key).match(folded[start : cause.end])
        start = clean(folded, Span(start + (match.end() if match else 0), cause.end)).start
    end = pattern("closing").search(folded[start : cause.end])
    return clean(folded, Span(start, start + end.start() if end else cause.end))


def _by_order(
    reading: Reading, found: Sequence[Item], problems: Sequence[int]
) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """Under a heading on a problem, what led to its details: （一）人员短缺 编制不足，导致…"""
    for i in _under_headings(reading, found, problems):
        body = found[i].spans[-1]
        match = pattern("led").match(reading.folded[body.start : body.end])
        if match:
            yield i, (Span(body.start + match.start("cause"), body.start + match.end("cause")),)


def _by_promise(
    reading: Reading, found: Sequence[Item], problems: Sequence[int]
) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """Under a title that promises causes (问题及原因), the last sentence of a problem where none is marked."""
    below = {i: _chapter(reading, found[i].section) for i in _under_headings(reading, found, problems)}
    told = {_chapter(reading, found[i].section) for i in problems if found[i].cause}
    for i, chapter in below.items():
        title = plain_title(reading.document, reading.sections[chapter])
        said = sentences(reading.folded, found[i].spans[-1])
        if chapter in told or len(said) < 2 or not pattern("promises").search(title):
            continue
        if not pattern("no_cause").match(reading.folded[said[-1].start : said[-1].end]):
            yield i, (clean(reading.folded, said[-1]),)


def _under_headings(reading: Reading, found: Sequence[Item], problems: Sequence[int]) -> list[int]:
    """The problems that stand alone below a heading of their own."""
    many = Counter(found[i].section for i in problems)
    return [
        i for i in problems if many[found[i].section] == 1 and _chapter(reading, found[i].section) != found[i].section
    ]
