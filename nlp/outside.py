"""Problems and measures told where no section is for them: promises, requests, confessions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.causes import told_in
from nlp.drafts import ADVICE, DONE, MEASURE, PROBLEM, Reading, measure, problem
from nlp.pieces import Piece, appeals, clauses, clean, pattern, pieces_of
from nlp.text import sentences
from nlp.told import paragraphs_of, problems_told
from nlp.types import Item, Span

_MEASURES = (MEASURE, ADVICE)
_ASKING = ("其他", "主要成效", "结果应用", "自评结论")  # types of sections in which a request may stand


def told_outside(reading: Reading, types: Sequence[str], found: Sequence[Item], year: int | None) -> Iterator[Item]:
    """What sections tell that are not for problems or measures; `found` is what the others told."""
    measures = set() if set(types) & set(_MEASURES) else {"measure", "done"}
    wanted = measures if PROBLEM in types else measures | {"problem"}
    told = {span.start for item in found for span in item.spans}
    for i, kind in enumerate(types):
        if kind in (PROBLEM, *_MEASURES):
            continue
        paragraphs = paragraphs_of(reading, i)
        if kind in ("结果应用", "自评结论"):
            yield from _promises(reading, i, paragraphs)
            yield from _arranged(reading, i, paragraphs, year if kind == "结果应用" else None)
        for paragraph in paragraphs:
            yield from _announced(reading, i, paragraph, wanted)
            if kind in _ASKING and paragraph.start not in told:
                yield from _requests(reading, i, paragraph)
            yield from _called(reading, i, paragraph)


def _promises(reading: Reading, i: int, paragraphs: Sequence[Span]) -> Iterator[Item]:
    """Sentences outside the measures' own section that say what will be done."""
    for paragraph in paragraphs:
        for sentence in sentences(reading.folded, paragraph):
            match = pattern("measure", "future").search(reading.folded, sentence.start, sentence.end)
            if match:
                start = match.start() + match[0].rfind("将") if "将" in match[0] else match.start()
                yield measure(reading, i, Span(start, sentence.end), MEASURE)


def _arranged(reading: Reading, i: int, paragraphs: Sequence[Span], year: int | None) -> Iterator[Item]:
    """What follows from the results: a budget after the `year` evaluated, or a list that is announced."""
    folded = reading.folded
    for j, paragraph in enumerate(paragraphs):
        told = sentences(folded, paragraph)
        for sentence in told:
            promised = pattern("measure", "future").search(folded, sentence.start, sentence.end)
            if year is not None and not promised and _plans_budget(folded, sentence, year):
                start = max(sentence.start, folded.rfind("：", sentence.start, sentence.end - 8) + 1)
                yield measure(reading, i, Span(start, sentence.end), MEASURE)
        if told and pattern("measure", "arranged").search(folded, told[-1].start, told[-1].end):
            listed = [p for p in pieces_of(folded, paragraphs[j + 1 :]) if p.numbered]
            yield from (measure(reading, i, piece.span, MEASURE) for piece in listed)
            return


def _plans_budget(folded: str, sentence: Span, year: int) -> bool:
    """The sentence speaks of what changes in the budget of a year after the one evaluated."""
    years = re.findall(r"(20\d\d)年", folded[sentence.start : sentence.end])
    speaks = (pattern("measure", key).search(folded, sentence.start, sentence.end) for key in ("budgeted", "change"))
    return all(speaks) and any(int(y) > year for y in years)


def _announced(reading: Reading, i: int, paragraph: Span, wanted: set[str]) -> Iterator[Item]:
    """The items of a paragraph from the sentence that announces them on."""
    for sentence in sentences(reading.folded, paragraph) if wanted else ():
        said = reading.folded[sentence.start : sentence.end]
        kind = next((k for k in ("done", "measure", "problem") if pattern("outside", k).search(said)), None)
        if kind in wanted:
            rest = Span(sentence.start, paragraph.end)
            yield from problems_told(reading, i, [rest]) if kind == "problem" else _measures(reading, i, rest, kind)
            return


def _measures(reading: Reading, i: int, told: Span, kind: str) -> Iterator[Item]:
    """The measures of a paragraph behind the words that announce them."""
    folded = reading.folded
    pieces = pieces_of(folded, [told])
    if any(p.numbered for p in pieces):
        pieces = [p for p in pieces if p.numbered]
    else:
        opening = sentences(folded, told)[0]
        colon = folded.find("：", opening.start, opening.end)
        start = colon + 1 if colon >= 0 else opening.end
        pieces = clauses(folded, [Piece(clean(folded, Span(start, told.end)), False)])
    for piece in appeals(folded, pieces):
        if piece.span:
            yield measure(reading, i, piece.span, DONE if kind == "done" else MEASURE)


def _requests(reading: Reading, i: int, paragraph: Span) -> Iterator[Item]:
    """What somebody is asked among other matters, and the shortfall that it is asked for."""
    folded = reading.folded
    for sentence in sentences(folded, paragraph):
        asked = pattern("outside", "asked").search(folded[sentence.start : sentence.end])
        if asked is None:
            continue
        before = clean(folded, Span(sentence.start, sentence.start + asked.start()))
        if pattern("outside", "shortfall").search(folded, before.start, before.end):
            yield problem(reading, i, before, False)
        start = sentence.start + asked.start("what")
        numbered = [p for p in pieces_of(folded, [Span(start, paragraph.end)]) if p.numbered]
        for piece in numbered or [Piece(clean(folded, Span(start, sentence.end)), False)]:
            yield measure(reading, i, piece.span, ADVICE)
        if numbered:
            return


def _called(reading: Reading, i: int, paragraph: Span) -> Iterator[Item]:
    """A shortfall that its own sentence calls a problem."""
    for match in pattern("outside", "called").finditer(reading.folded, paragraph.start, paragraph.end):
        yield problem(reading, i, clean(reading.folded, Span(*match.span("told"))), False)


def confessed(reading: Reading, types: Sequence[str]) -> Iterator[Item]:
    """Shortfalls that a report without problems confesses where it explains its score."""
    folded = reading.folded
    for i, kind in enumerate(types):
        for paragraph in paragraphs_of(reading, i) if kind == "指标分析" else ():
            for match in pattern("outside", "confessed").finditer(folded, paragraph.start, paragraph.end):
                end = pattern("outside", "ends").search(folded, match.end(), paragraph.end)
                span = clean(folded, Span(match.end(), end.start() if end else paragraph.end))
                if span:
                    yield replace(problem(reading, i, span, False), cause=_cause_behind(folded, span, paragraph))


def _cause_behind(folded: str, span: Span, paragraph: Span) -> tuple[Span, ...]:
    """The cause that the rest of the sentence tells."""
    stop = min((at for at in (folded.find(c, span.end) for c in "。；") if at > 0), default=span.end)
    return told_in(folded, Span(span.start, min(stop, paragraph.end)), False)[1]
